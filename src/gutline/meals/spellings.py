"""Ways of writing one word: British and American, borrowed words, and short forms."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# One line for each word: the form that stands for all, then the others.
_SAME = """
yogurt: yoghurt yogourt yoghourt joghurt yogurth yoghurts
omelette: omelet omlette omlet omelett
chilli: chili chile chillies chilies chiles chillis chilis
lasagne: lasagna lasagnas lasagnes lasange lasanga
hummus: houmous humous hoummus hummous humus houmus
falafel: felafel falafels felafels
pitta: pita pittas pitas
whisky: whiskey whiskeys whiskies
doughnut: donut donuts
courgette: zucchini courgettes zucchinis
aubergine: eggplant eggplants aubergines
coriander: cilantro
rocket: arugula
prawn: shrimp shrimps prawns
beetroot: beet beets beetroots
soy: soya soja
flavor: flavour flavours flavors
flavored: flavoured
savory: savoury
fibre: fiber
litre: liter liters litres
grey: gray
vegetable: veg veggie veggies vegies vege vegetables vegtables
poppadom: popadom poppadum papadum pappadom popadum papad poppodom poppadam
chapati: chapatti chappati chapatis chapattis
naan: nan
tortilla: tortillia tortila tortillas
biryani: biriyani briyani
tzatziki: tsatsiki tzaziki
sauerkraut: saurkraut sourkraut
ketchup: catsup
camomile: chamomile
liquorice: licorice
mould: mold
wholewheat: wholemeal
fries: frites
fried: fry
grilled: grill griddled grilling
roast: roasted
baked: bake
scrambled: scramble
boiled: boil
poached: poach
steamed: steam
smoked: smoke
sauteed: saute sautee
stuffed: filled
breaded: crumbed
cooked: cook
iced: ice
barbecue: bbq barbeque barbq barbie
cider: cidre
muesli: musli
gherkin: gerkin gherkins
peanut: groundnut
decaf: decaff decaffeinated
tablet: tab tabs
and: n
with: w
chocolate: choc choccy choco
tomato: tom toms
potato: spud spuds
sandwich: sarnie sandwhich sandwitch samwich butty buttie
mayonnaise: mayo mayonaise
avocado: avo avos avacado
strawberry: strawb strawbs
broccoli: brocoli broccolli brocolli broc
vitamin: vit vits vitamins
mandarin: mandarine
caesar: ceasar cesar
milk: mylk mylks
teriyaki: teriakki teryaki
vinaigrette: vinegrette
prosciutto: procetto proscuitto
burger: burguer
"""

SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        other: kept
        for line in _SAME.strip().splitlines()
        for kept, _, others in [line.partition(": ")]
        for other in others.split()
    }
)

# Words that are no plural although they look like one, or whose plural means something else.
ENDINGS_KEPT = frozenset(
    {
        "fries", "molasses", "swiss", "grits", "goes", "does", "less", "plus", "gas", "yes",
        "this", "was", "has", "his", "is", "us", "glass", "hummus", "asparagus", "couscous",
        "citrus", "octopus", "bass", "watercress", "cress", "moss", "series", "species", "moules",
        "haricots", "flakes", "cornflakes", "branflakes", "sweets", "tapas", "churros", "dolmades",
        "gyros", "reis", "anis", "aloe", "sloe", "roe",
    }
)  # fmt: skip

# In a remembered phrase these are one word.
ONE_WORD: Mapping[str, str] = MappingProxyType({"+": "and", "n": "and", "w": "with"})
