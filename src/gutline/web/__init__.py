"""The pages a person uses every day, and an API: thin doors to what the store offers.

Every page follows one path: a form is read, a service of the store is called, a template shows what
a query returned. Nothing here knows rows, and nothing here is loaded before it is needed.
"""
