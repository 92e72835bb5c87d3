"""How gunicorn runs the twin. The runner says where, in PEERS_BIND."""

import multiprocessing
import os

bind = os.environ["PEERS_BIND"]
wsgi_app = "peer.wsgi"
workers = 2 * multiprocessing.cpu_count()
# The only one of the plain workers that keeps connections open.
worker_class = "gthread"
threads = 1
keepalive = 60
loglevel = "warning"
# Where the heartbeats are written must not be a disk.
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
