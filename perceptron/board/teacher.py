"""Who the teacher is: whoever has the secret link, or on a JupyterHub who may teach there."""

import os
import secrets

from tornado import web

GROUP = "teachers"  # of JupyterHub


class ByLink:
    """The link with the key, which is printed when the board starts, makes a browser the teacher's."""

    def get_current_user(self):
        """True for the teacher; None for anybody else."""
        given = self.get_signed_cookie("teacher")
        return given == b"yes" or None

    def prepare(self):
        """Take the key of the link for a cookie, so that it is not in the address any more."""
        if given := self.get_query_argument("key", ""):
            if not secrets.compare_digest(given.encode(), self.settings["key"].encode()):
                raise web.HTTPError(403, reason="this link is not the teacher's; look where the board was started")
            self.set_signed_cookie("teacher", "yes", httponly=True, samesite="Strict", expires_days=30)
            self.redirect(self.request.path)

    def get_login_url(self):
        raise web.HTTPError(403, reason="open the teacher's link, which was printed where the board was started")


def of_hub():
    """(the same for JupyterHub, with its handlers): administrators, and members of the group `teachers`."""
    from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
    from jupyterhub.utils import url_path_join

    class ByHub(HubOAuthenticated):
        """Whoever is logged in at the hub and may teach."""

        def get_current_user(self):
            user = super().get_current_user()
            self.stranger = user is None
            teaches = user and (user.get("admin") or GROUP in user.get("groups", ()))
            return user if teaches else None

        def get_login_url(self):
            if not self.stranger:  # another login would find the same student, and ask again without end
                raise web.HTTPError(403, reason="only the class's teacher may do this")
            return super().get_login_url()

    callback = url_path_join(os.environ["JUPYTERHUB_SERVICE_PREFIX"], "oauth_callback")
    return ByHub, [(callback, HubOAuthCallbackHandler)]
