"""The portal's own settings with the baselines' addresses added. Production's way of serving, on test services."""

from productops.settings import *  # noqa: F403
from productops.settings import AS_OWNER, DATABASE_URL, database

ROOT_URLCONF = "tests.bench.urls"
if not AS_OWNER:
    DATABASES = {"default": database(DATABASE_URL)}  # with the pool, as in production
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "bench" / "templates")  # type: ignore[name-defined]  # noqa: F405
