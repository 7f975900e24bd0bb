"""The pages. A module here whose name ends in `_urls` is found and its `urlpatterns` are served."""
