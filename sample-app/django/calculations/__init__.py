"""Saved calculations: evaluate gives a result, models keeps it, views are the JSON API, mail sends one of them."""
