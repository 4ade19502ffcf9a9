"""Settings, read top-down. Values come from the environment through helpers that fail loudly.

Four ways to run: production (nothing set), `DEMO=1` (the demo organisation on one machine),
`TESTING=1` (the test suite) and `DEBUG=1` (development). What each name means: docs/architecture.md.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from productops.public_addresses import allowed

BASE_DIR = Path(__file__).resolve().parent.parent


def text(name: str, default: str | None = None) -> str:
    """An environment value; the content of the file named by NAME_FILE when that is set instead."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. See docs/operations.md.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value in {"1", "true", "yes"}


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


DEMO, DEBUG, TESTING = flag("DEMO"), flag("DEBUG"), flag("TESTING")
PRODUCTION = not (DEMO or DEBUG or TESTING)

SECRET_KEY = text("SECRET_KEY", None if PRODUCTION else "not-secret-only-for-demo-development-and-tests-0123456789")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")  # former keys: what they signed or encrypted can still be read
PORTAL_URL = text("PORTAL_URL", None if PRODUCTION else f"http://localhost:{number('PORT', 8000)}").rstrip("/")
_portal = urlsplit(PORTAL_URL)
if DEMO and _portal.hostname not in {"localhost", "127.0.0.1", "[::1]"} and not TESTING:
    raise ImproperlyConfigured("DEMO lets anybody sign in as anybody: it only runs with PORTAL_URL on this machine.")
SECURE = _portal.scheme == "https"
ALLOWED_HOSTS = words("ALLOWED_HOSTS", _portal.hostname or "") + ([] if PRODUCTION else ["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "csp",
    "guardian",
    "axes",
    "pgtrigger",
    "pghistory",
    "productops",
    "productops.audit",
    "productops.people",
    "productops.editions",
    "productops.search",
    "productops.followups",
    "productops.decisions",
    "comms",
    "releases",
    "rituals",
]

MIDDLEWARE = [
    "productops.http.RequestMiddleware",
    "productops.receiving.ReceivingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "productops.http.PersonMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "productops.urls"
WSGI_APPLICATION = "productops.wsgi.application"

_loaders = [("django.template.loaders.filesystem.Loader"), ("django.template.loaders.app_directories.Loader")]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "productops.frame.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "productops.templatetags.portal",
            ],
            "loaders": _loaders if DEBUG else [("django.template.loaders.cached.Loader", _loaders)],
        },
    }
]


# Database ---------------------------------------------------------------------------------------


def database(url: str) -> dict[str, object]:
    """The Django settings of a postgres:// address. Every wait is bounded: an unbounded one hung 31 s."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:5432/name.")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "options": "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
            "tcp_user_timeout": 5000,
            # Health checks on: 0 of 30 requests failed after connections were cut; without, 2 of 30 did.
            "pool": {"min_size": 1, "max_size": number("DATABASE_POOL", 8), "timeout": 3, "reconnect_timeout": 4},
        },
    }


DATABASE_URL = text("DATABASE_URL", "postgres://productops_app:a@127.0.0.1:5432/productops" if TESTING else None)
DATABASE_OWNER_URL = text("DATABASE_OWNER_URL", DATABASE_URL)
# manage.py sets AS_OWNER for the commands that change tables; nothing else may.
AS_OWNER = flag("AS_OWNER")
DATABASE_APP_ROLE = unquote(urlsplit(DATABASE_URL).username or "")
DATABASES = {"default": database(DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL)}
if AS_OWNER or TESTING:
    DATABASES["default"]["OPTIONS"].pop("pool")  # type: ignore[attr-defined]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Row history is append-only and carries its context in the row itself, so that nothing in it is ever updated.
import pghistory  # noqa: E402

PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history", db_index=True)
PGHISTORY_APPEND_ONLY = True
PGTRIGGER_INSTALL_ON_MIGRATE = False

# People and sessions ----------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "productops.people.backends.PersonBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "people:sign-in", "home", "people:sign-in"

# Five tries per person and address in a quarter of an hour: a stranger elsewhere cannot lock anybody out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "productops.people.client.address_of"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "productops.people.views.session.locked_out"
AXES_USERNAME_FORM_FIELD = "username"
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_IDLE_SECONDS = number("SESSION_IDLE_SECONDS", 3 * 24 * 3600)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers ----------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE and PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
BEHIND_PROXY = flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Words, time, files -----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("pl", _("Polish"))]
LOCALE_PATHS = [BASE_DIR / "productops" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(BASE_DIR / ".var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else's pages need our files
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING or DEBUG  # found when asked for, not all read at the start
UPLOADS_DIR = Path(text("UPLOADS_DIR", str(BASE_DIR / ".var" / "uploads")))  # never below what is served

# Mail -------------------------------------------------------------------------------------------
_smtp = urlsplit(text("SMTP_URL", None if PRODUCTION else "smtp://127.0.0.1:1025"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "127.0.0.1", _smtp.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _smtp.scheme == "smtps", _smtp.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("MAIL_FROM", None if PRODUCTION else "Product Ops <portal@meridian.example>")
MAIL_SINK_DIR = text("MAIL_SINK_DIR", "")

# Other people's servers (how they are called: productops/outgoing.py) -----------------------------
OUTGOING_ALLOWED = words("OUTGOING_ALLOWED")  # not public and called all the same: host:port, or a network
try:
    _leads_home = allowed(OUTGOING_ALLOWED).loopback
except ValueError as problem:
    raise ImproperlyConfigured(f"OUTGOING_ALLOWED: {problem}.") from None
if PRODUCTION and _leads_home:
    raise ImproperlyConfigured("OUTGOING_ALLOWED names this machine itself: nobody may call its services from outside.")
SLACK_BASE_URL = text("SLACK_BASE_URL", "https://slack.com/api/")
SLACK_WEBHOOK_URL, SLACK_BOT_TOKEN = text("SLACK_WEBHOOK_URL", ""), text("SLACK_BOT_TOKEN", "")

# Background work (the Celery application itself: productops/celery.py) ---------------------------
REDIS_URL = text("REDIS_URL", "redis://127.0.0.1:6379/0")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "productops.audit.origin.RequestIdFilter"},
        "secrets": {"()": "productops.secrets_in_logs.SecretAddressFilter"},
    },
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id", "secrets"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"productops": {"level": "INFO"}, "comms": {"level": "INFO"}, "rituals": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
