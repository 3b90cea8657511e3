"""JupyterHub for a class on one Linux machine: `make class` starts it. Environment variables say what is particular.

Each student has a folder, a JupyterLab in a Bubblewrap that shows this folder and no other, and a limit of memory. The
board is a service of the hub. What one machine can't hold is for Zero to JupyterHub: README.md here says how.

CLASS_URL        where it is reached, default http://127.0.0.1:8000
CLASS_FOLDER     where students' work and the board's data are, default class-data
CLASS_TEACHERS   names, with commas between them, who may open questions; default teacher
CLASS_PASSWORD, CLASS_TEACHER_PASSWORD   what students and teachers log in with; made and printed where they are not set
CLASS_MEMORY     most memory of each process of a student, default 2G
CLASS_AUTHENTICATOR   the class of another authenticator, such as ltiauthenticator.lti13.auth.LTI13Authenticator or
                 oauthenticator.google.GoogleOAuthenticator; its own settings are those of its documentation
"""

import os
import secrets
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner
from traitlets import Unicode

from perceptron.command import copy

c = get_config()  # noqa: F821

URL = os.environ.get("CLASS_URL", "http://127.0.0.1:8000").rstrip("/")
FOLDER = Path(os.environ.get("CLASS_FOLDER", "class-data")).resolve()
TEACHERS = {name.strip() for name in os.environ.get("CLASS_TEACHERS", "teacher").split(",") if name.strip()}
MEMORY = os.environ.get("CLASS_MEMORY", "2G")
IDLE = 3600  # seconds after which a server that does nothing is stopped; its files stay
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/ssl", "/etc/resolv.conf", "/etc/hosts")


class Walled(SimpleLocalProcessSpawner):
    """A student's JupyterLab that sees Python, the course and the student's own folder, and no other process."""

    home_dir_template = Unicode(str(FOLDER / "students" / "{username}"))

    @property
    def walls(self) -> list[str]:
        """The command in front of the server's. Network stays, for the hub has to be reached."""
        found = [shutil.which("bwrap"), "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
        found += ["--uid", "1000", "--gid", "1000"]  # inside nobody is root, whoever starts the hub
        found += ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]
        readable = {*SYSTEM, sys.prefix, sys.base_prefix, str(Path(__file__).resolve().parents[1] / "perceptron")}
        for place in sorted(readable):
            found += ["--ro-bind-try", place, place]
        return [*found, "--bind", self.home_dir, self.home_dir, "--chdir", self.home_dir, "--cap-drop", "ALL", "--"]

    async def start(self) -> tuple[str, int]:
        home = Path(self.home_dir)
        home.mkdir(parents=True, exist_ok=True)
        copy(home / "lessons")  # those that are not there yet: a student's work is never written over
        self.cmd = [*self.walls, sys.executable, "-m", "jupyterhub.singleuser"]
        return await super().start()

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        """Before it starts: no more memory than this for each of its processes, and room for others' processes."""
        limit, more = self.mem_limit, super().make_preexec_fn(name)

        def limited():
            import resource

            if limit:
                resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
            os.nice(5)  # the hub and the board come first
            if more:
                more()

        return limited

    async def _signal(self, number):
        """To all of its processes: those inside of the walls are in the same group."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return False
        return True


FOLDER.mkdir(parents=True, exist_ok=True)
if not shutil.which("bwrap"):
    raise SystemExit("Students' files are kept apart by Bubblewrap. Install it: apt-get install bubblewrap")


def _password(name, letters):
    """The password of this name: the environment's, or one that is made once and kept beside the data."""
    file = FOLDER / f"{name.lower()}.txt"
    if name not in os.environ and not file.exists():
        file.touch(0o600)
        file.write_text(secrets.token_urlsafe(letters)[:letters])
    return os.environ.get(name) or file.read_text()


c.JupyterHub.bind_url = URL if URL.startswith("http://") else "http://127.0.0.1:8000"  # https is a proxy's in front
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(FOLDER / "cookie_secret")
c.JupyterHub.log_level = "WARN"  # or the lines below are soon out of sight
c.ConfigurableHTTPProxy.should_start = True
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")
proxy = Path(sys.prefix) / "node_modules" / ".bin" / "configurable-http-proxy"
c.ConfigurableHTTPProxy.command = [str(proxy) if proxy.exists() else proxy.name, "--log-level=warn"]

c.Authenticator.admin_users = TEACHERS
c.Authenticator.allow_all = True
if other := os.environ.get("CLASS_AUTHENTICATOR"):
    c.JupyterHub.authenticator_class = other
else:
    c.JupyterHub.authenticator_class = "shared-password"
    c.SharedPasswordAuthenticator.user_password = _password("CLASS_PASSWORD", 8)
    c.SharedPasswordAuthenticator.admin_password = _password("CLASS_TEACHER_PASSWORD", 32)
    print(f"The class: {URL}\nStudents choose a name, and log in with: {c.SharedPasswordAuthenticator.user_password}")
    print(f"The teacher, as {', '.join(sorted(TEACHERS))}, with: {c.SharedPasswordAuthenticator.admin_password}")
    print(f"The board: {URL}/services/board/ for the teacher, {URL}/services/board/student for phones")
    print(f"Passwords and work are kept in {FOLDER}. Ctrl C ends the class, with all its servers.", flush=True)
    if "CLASS_URL" not in os.environ:
        print("Only this machine reaches it: CLASS_URL=http://ADDRESS:8000 make class is for the room's network.")

c.JupyterHub.spawner_class = Walled
c.Spawner.default_url = "/lab/tree/lessons/00_start_here.ipynb"
c.Spawner.mem_limit = MEMORY
c.Spawner.start_timeout = c.Spawner.http_timeout = 120
c.Spawner.environment = {
    "PERCEPTRON_BOARD": f"{URL}/services/board/",
    "JUPYTER_CONFIG_PATH": str(Path(__file__).resolve().parents[1] / "perceptron" / "jupyter"),
    "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
}  # fmt: skip

python = [sys.executable, "-m"]
c.JupyterHub.services = [
    {
        "name": "board", "url": "http://127.0.0.1:10101", "oauth_no_confirm": True,
        "oauth_client_allowed_scopes": ["access:services!service=board", "read:users!user"],  # groups, to know teachers
        "command": [*python, "perceptron.command", "board", "--data", str(FOLDER / "board.sqlite")],
    },
    {"name": "idle-culler", "command": [*python, "jupyterhub_idle_culler", f"--timeout={IDLE}"]},
]  # fmt: skip
c.JupyterHub.load_groups = {"teachers": {"users": sorted(TEACHERS)}}
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", "access:services!service=board"]},
    {
        "name": "idle-culler", "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    },
]  # fmt: skip
