"""Words with a part to play in a line, by their keys: joining, denying, counting, describing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Between two foods.
JOINING = _words("and with plus on in or nor then alongside also containing over inside")
SEPARATORS = frozenset(",;+&/()[]\n:.|!?=•·–—-*")

# Before what was not eaten.
DENYING = _words("no without minus not sans excluding except hold")
# What a denial takes out of the food named after it: "no fat yoghurt", "zero sugar cola".
SUBSTANCES = _words(
    """
    fat sugar salt sodium caffeine dairy gluten lactose carb calorie cal alcohol wheat grain meat
    sweetener protein
    """
)
# Words that deny the one before ("dairy free") or the one after ("zero sugar").
FREE = _words("free less")
BEFORE_DENIED = _words("no non zero without low reduced")

NUMBERS: Mapping[str, float] = MappingProxyType(
    {
        "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
        "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15,
        "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100, "dozen": 12, "couple": 2,
        "few": 3, "several": 4, "both": 2,
    }
)  # fmt: skip
FRACTIONS: Mapping[str, float] = MappingProxyType(
    {"half": 0.5, "halve": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "eighth": 0.125}
)
# After a fraction these make another word of it: "half fat milk", "quarter pounder".
NO_FRACTION_BEFORE = _words("fat and caf pounder baked n skimmed")
ARTICLES = _words("a an the some any")
TIMES_SIGNS = _words("x × * times")
# A number before one of these is no amount.
CLOCK = _words(
    """
    hour hr hrs min mins minute day week month year am pm oclock h o0 second sec st nd rd th yr
    january february march april june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday kcal calorie cal cals mile mi km step
    """
)
# A number after one of these is no amount.
CLOCK_BEFORE = _words("at from till until since around by past @")

# Words that say nothing of the food; a correction of spelling leaves them alone.
PLAIN = _words(
    """
    a an the of for to at from by as or it its is was were be been being am are my mine our your his
    her their this that these those there here i me we he she they you so but if too very really
    just only also more most much many some any every other another same own all both each such
    than about around after before during while when where which who what how why again still
    even ever always usual usually maybe probably perhaps almost nearly roughly approx
    approximately bout ca circa like kind sort type style version way thing stuff something
    anything nothing everything lot lots can cannot cant dont didnt couldnt not never none yet
    ate eat eaten eating had have having drank drink drunk drinking took take taken taking got
    get made make making cooked prepared served used using added adding add put finished shared
    ordered bought brought tried try leftover leftovers left rest
    breakfast lunch dinner supper brunch snack meal starter main course appetizer appetiser
    buffet takeaway takeout delivery restaurant canteen local menu tasting
    today yesterday tonight morning afternoon evening night midday noon midnight later late early
    earlier now ago last next first second week day time hour minute month year daily twice once
    bed bedtime home house work working office school train plane car travel travelling hotel
    party wedding birthday holiday christmas easter weekend friend family mum mom dad husband wife
    son daughter kid kids visitor people someone
    play playing golf gym run running ran walk walking training workout exercise sport watching tv
    meeting trip sleep sleeping slept woke awake wake sick ill vomit vomiting bug pain ache stomach
    tummy headache feel feeling felt good bad nice great lovely yummy yum delicious tasty best
    favourite favorite awful horrible gross sorry thanks please yes ok okay fine well hungry full
    thirsty starving tired busy
    record log logging logged app review need want stop stopped stopping start started starting
    trying give gave giving malfunctioned button window line space photo picture note input
    post pre whole entire total extra additional side clock gas till until since cos don
    up down out off into onto through near within towards between per via et al etc
    new old big little small large huge tiny medium mini
    """
)

# Words that describe a food more closely; weak in a search, and no food by themselves.
DESCRIBING = _words(
    """
    fresh freshly frozen tinned canned dried dry raw cooked uncooked plain simple homemade
    homegrown grown home made organic natural real pure grilled fried deep pan air roast baked
    oven scrambled boiled poached steamed mashed smoked sauteed stuffed breaded battered toasted
    stewed braised charred barbecue seared cured pickled marinated blackened glazed seasoned
    spiced spicy mild hot cold warm iced chilled sliced chopped diced shredded grated minced
    crushed ground whole half skinless boneless lean fat low high reduced light lite diet slim
    slimline skinny skimmed semi full zero free unsweetened sweetened salted unsalted salty
    crispy crunchy creamy creamed smooth thick thin chunky soft hard mixed assorted baby young
    mini large medium small jumbo extra double triple single mature aged ripe green red yellow
    black white brown purple dark golden wild grass fed vegan vegetarian gluten dairy wheat
    lactose nut decaf flavored filled based italian french greek spanish mexican thai chinese
    indian japanese korean american english irish german turkish lebanese mediterranean cajun
    asian oriental continental traditional classic original regular standard normal instant quick
    plant protein fortified enriched unfiltered filtered sparkling still fizzy concentrate strong
    weak sweet sour
    """
)

# Before another food these are its flavour: "garlic mushrooms", "lemon chicken".
FLAVOURS = _words(
    """
    garlic chilli lemon lime ginger mint vanilla caramel honey barbecue pepper cinnamon mustard
    herb basil parsley thyme rosemary dill curry teriyaki sesame paprika cumin coriander satay
    pesto maple cranberry orange salt vinegar sage truffle saffron turmeric jalapeno soy miso
    chipotle sriracha coconut chocolate butter peanut cream
    """
)

# Dishes that take in whatever is named before them: "turkey avocado sandwich".
CARRIERS = _words(
    """
    sandwich wrap roll bap toasty panini baguette burger pizza taco taquito burrito quesadilla
    enchilada fajita torta tostada soup broth stew chowder bisque pie quiche tart omelette
    frittata salad casserole curry risotto paella biryani baked gratin hotpot stroganoff lasagne
    pasta ravioli tortellini skewer kebab shashlik bowl platter smoothy shake juice
    samosa dumpling gyoza sushi maki nigiri empanada pasty stirfry jalfrezi korma masala madra
    bhuna balti mein teriyaki tempura fritter croquette rissole cake muffin pancake crepe waffle
    cooky biscuit browny pudding crumble cobbler cheesecake sorbet latte
    """
)
# Of these, the ones that take in a dish too: "egg salad sandwich".
WRAPPERS = _words("sandwich wrap roll bap toasty panini baguette pie burrito bun bagel taco")

# Of these, the ones that are as likely to be eaten beside what is named before them.
SIDES = _words("salad soup")
# Groups of foods that are meals by themselves, no part of what is named after them: "tofu stir fry
# rice", and those of them that nothing is filled with.
MEALS = _words("dishes asian_dishes soups fast_food pizza_pasta salads")
NO_FILLING = _words("soups")
# Dishes that are nothing but what is named before them.
BLENDS = _words("smoothy shake juice")
# What may be made of the food named before it, be it one or several: "oats milk".
MADE_OF = _words(
    """
    milk butter oil juice sauce tea flour bread jam paste spread yogurt cheese powder cream crisp
    chip cracker curry stew syrup water dip puree mash bar vinegar roll cake pie
    """
)
# What a food is served in says little of it at the end: "brown rice bowl".
SERVED_IN = _words("bowl plate")
# These come first of all that describes a dish: "tomato vegan pie" is two foods.
DESCRIBING_FIRST = _words("vegan raw homemade organic fresh side mixed green")
# What these are with another word before them: groups of foods, and whether any word nobody knows
# will do, and the name. "Ginkgo tea" is no black tea, a "peach crisp" no crisps.
OTHER_KINDS: Mapping[str, tuple[frozenset[str], bool, tuple[str, ...]]] = MappingProxyType(
    {
        "tea": (_words("herbs_and_spices supplements"), True, ("herbal", "tea")),
        "crisp": (_words("fruit"), False, ("apple", "crumble")),
    }
)
# Makers whose tea is black.
TEA_MAKERS = _words(
    """
    yorkshire tetley lipton twining twinings barry barrys lyons typhoo clipper punjana ahmad dilmah
    tazo teapigs bewleys brooke bond builder builders breakfast milk sugar cup mug pot milky sugary
    """
)

# Bare words of amount that may follow their food: "pizza slice".
UNITS_BEHIND = _words(
    "slice piece portion wedge leaf stick shot rasher scoop handful square capsule tablet"
)
# Bare words of amount that may stand before their food without a number: "bowl cornflakes".
UNITS_BEFORE = _words(
    """
    glass mug cup bowl can bottle carton pint slice handful portion packet plate shot tbsp tsp dsp
    l dl cl scoop rasher tube box pot spoon piece bit bite drizzle pinch splash knob share_bag
    flute jar jug sip double schooner stein quart bag tray
    """
)
