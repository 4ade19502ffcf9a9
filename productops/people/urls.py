"""Addresses of people and what they are to each other."""

from django.urls import include, path

from productops.people.views import preferences, session

app_name = "people"
urlpatterns = [
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-in/demo/", session.demo_sign_in, name="demo-sign-in"),
    path("sign-in/link/", session.sign_in_link, name="sign-in-link"),
    path("sign-in/link/<str:code>/<str:token>/", session.sign_in_link_use, name="sign-in-link-use"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("raci/", include("productops.people.urls_raci")),
]
