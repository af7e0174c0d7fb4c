"""django-oauth-toolkit in one file, with fixed test clients, on 127.0.0.1 only.

Usage: server.py PORT CLIENTS

Django's own login page stands before the authorization endpoint, and the toolkit's own form asks
for consent. The database is a file that begins anew with each start. Settings are the toolkit's
defaults, but PKCE, which it requires unless told otherwise, is left to the client.
"""

import json
import logging
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse, JsonResponse
from django.urls import include, path

HOST = "127.0.0.1"
PORT = int(sys.argv[1])
DATABASE = Path("litmus.sqlite3").resolve()
for file in DATABASE.parent.glob(f"{DATABASE.name}*"):
    file.unlink()

settings.configure(
    SECRET_KEY="a key of a server for tests",
    ALLOWED_HOSTS=[HOST],
    # Client secrets are hashed like passwords; as in Django's guide for tests, at no cost.
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    LOGIN_URL="/login/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATABASE,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
            },
        }
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {
                            "registration/login.html": '<form method="post">{% csrf_token %}{{ form }}'
                            '<input type="hidden" name="next" value="{{ next }}">'
                            '<button name="login">Log in</button></form>'
                        },
                    ),
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }
    ],
    OAUTH2_PROVIDER={
        "PKCE_REQUIRED": False,
        "SCOPES": {"read": "Reading", "write": "Writing", "introspection": "Introspecting"},
        "DEFAULT_SCOPES": ["read"],
    },
)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.views import LoginView  # noqa: E402
from oauth2_provider.decorators import protected_resource  # noqa: E402
from oauth2_provider.models import get_application_model  # noqa: E402


@protected_resource(scopes=["read"])
def me(request):
    return JsonResponse({"user": request.resource_owner.get_username()})


urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("login/", LoginView.as_view()),
    path("me/", me),
    path("ready", lambda request: HttpResponse("ready")),
]


def fill():
    call_command("migrate", verbosity=0)
    user = get_user_model().objects.create_user("litmus-user", password="litmus-password")
    application = get_application_model()
    with open(sys.argv[2], encoding="utf-8") as file:
        clients = json.load(file)
    for client in clients:
        public = "secret" not in client
        application.objects.create(
            name=client["id"],
            user=user,
            client_id=client["id"],
            client_secret=client.get("secret", ""),
            client_type=application.CLIENT_PUBLIC if public else application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=application.GRANT_AUTHORIZATION_CODE,
            redirect_uris=" ".join(client["redirect_uris"]),
        )


if __name__ == "__main__":
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    fill()
    server = ThreadedWSGIServer((HOST, PORT), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    for name in ("django.server", "django.request", "oauthlib", "oauth2_provider"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    print(f"ready http://{HOST}:{PORT}", flush=True)
    server.serve_forever()
