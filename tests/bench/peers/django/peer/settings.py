"""Settings of the Django twin: nothing installed, nothing in between."""

import os

DEBUG = False
# Nothing here signs anything, and Django does not start without one.
SECRET_KEY = "nothing is signed"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "peer.urls"
INSTALLED_APPS = []
MIDDLEWARE = []
USE_I18N = False
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{os.environ['PEERS_DATABASE']}?mode=ro",
        "OPTIONS": {"uri": True, "init_command": "PRAGMA mmap_size = 1073741824"},
        # Kept as long as the thread lives.
        "CONN_MAX_AGE": None,
    }
}
