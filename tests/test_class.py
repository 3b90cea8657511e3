"""What stands in class/ fits together: ports, names and scopes are the same on one machine and on a cluster."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from perceptron.board.board_command import _served
from perceptron.board.store import Store
from perceptron.board.teacher import GROUP

CLASS = Path(__file__).resolve().parents[1] / "class"
CONFIG = (CLASS / "jupyterhub_config.py").read_text("utf-8")
VALUES = yaml.safe_load((CLASS / "values.yaml").read_text("utf-8"))
BOARD = {found["kind"]: found for found in yaml.safe_load_all((CLASS / "board.yaml").read_text("utf-8"))}


def test_the_configuration_is_python_and_names_each_of_its_variables():
    names = set(re.findall(r"CLASS_[A-Z_]+", ast.get_docstring(ast.parse(CONFIG))))
    used = {
        n.value
        for n in ast.walk(ast.parse(CONFIG))
        if isinstance(n, ast.Constant) and str(n.value).startswith("CLASS_")
    }
    assert names == {name for name in used if re.fullmatch("CLASS_[A-Z_]+", name)}


def test_the_board_is_reached_alike_on_a_machine_and_on_a_cluster():
    service = VALUES["hub"]["services"]["board"]
    (container,) = BOARD["Deployment"]["spec"]["template"]["spec"]["containers"]
    environment = {one["name"]: one.get("value") for one in container["env"]}
    port = BOARD["Service"]["spec"]["ports"][0]["port"]
    assert service["url"] == f"http://board:{port}"
    assert environment["JUPYTERHUB_SERVICE_URL"].endswith(f":{port}")
    assert container["ports"] == [{"containerPort": port}]
    assert VALUES["singleuser"]["extraEnv"]["PERCEPTRON_BOARD"].endswith(environment["JUPYTERHUB_SERVICE_PREFIX"])
    for scope in service["oauth_client_allowed_scopes"]:
        assert scope in CONFIG
    assert VALUES["hub"]["loadRoles"]["user"]["scopes"][1] in CONFIG
    assert f'"{GROUP}"' in CONFIG
    assert BOARD["Deployment"]["spec"]["replicas"] == 1, "SQLite has one writer"


def test_under_a_hub_the_board_needs_the_hub_s_variables(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/services/board/")
    store = Store(tmp_path / "b")
    with pytest.raises(KeyError, match="JUPYTERHUB_SERVICE_URL"):
        _served(store, None)
    store.close()
