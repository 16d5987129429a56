"""The recipes of docs/guide, with the real libraries: `make recipes` runs this in .venv-recipes."""

import os
import time
from collections.abc import Iterator

import attrs
import by_cattrs
import by_msgspec
import by_orjson
import by_pydantic
import clerk
import django
import jwt
import msgspec
import orjson
import pytest
import tasks
import teams
import who
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.test import Client
from django.urls import path
from fastapi.testclient import TestClient
from httpx import Request

from clerk_organizations.models import Organization
from clerk_organizations.testing import MockClerk

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.fixture
def one_client(mock: MockClerk) -> Iterator[None]:
    """The client of the process, made anew for each test."""
    clerk.clerk.cache_clear()
    yield
    clerk.clerk().close()


def test_fastapi_shows_a_team_and_no_more(acme: Organization) -> None:
    with TestClient(teams.app) as http:
        assert http.get("/teams/acme").json() == {"id": acme.id, "name": "Acme", "slug": "acme"}
        missing = http.get("/teams/nobody")
    assert (missing.status_code, missing.json()) == (404, {"detail": "resource_not_found"})


def test_fastapi_takes_a_logo(acme: Organization, mock: MockClerk) -> None:
    with TestClient(teams.app) as http:
        assert http.put(f"/teams/{acme.id}/logo", files={"logo": ("a.png", PNG)}).status_code == 204
        assert mock.requests[-1].operation_id == "UploadOrganizationLogo"
        refused = http.put(f"/teams/{acme.id}/logo", files={"logo": ("a.txt", b"text")})
    assert refused.status_code == 400


def test_bridges(acme: Organization) -> None:
    assert by_pydantic.customer(acme).public_metadata.plan == "pro"
    assert orjson.loads(by_orjson.dumps([acme])) == [acme.to_dict()]
    assert by_msgspec.customer(acme).created_at == acme.created_at
    with pytest.raises(msgspec.ValidationError):
        by_msgspec.customer(attrs.evolve(acme, created_at="today"))
    snapshot = by_cattrs.Snapshot(1, acme)
    plain = by_cattrs.converter.unstructure(snapshot)
    assert plain == {"taken_at": 1, "organization": acme.to_dict()}
    assert by_cattrs.converter.structure(plain, by_cattrs.Snapshot) == snapshot


@pytest.mark.usefixtures("one_client")
def test_django(acme: Organization) -> None:
    if not settings.configured:
        settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"], SECRET_KEY="x")
        django.setup()
    http = Client()
    assert http.get("/teams/acme").json() == {"id": acme.id, "name": "Acme"}
    assert http.get("/teams/nobody").status_code == 404


@pytest.mark.usefixtures("one_client")
def test_celery_runs_a_task_again_and_invites_once(acme: Organization, mock: MockClerk) -> None:
    mock.fail(429, retry_after=120)  # longer than the client waits
    assert tasks.invite.apply(args=(acme.id, "grace@example.com")).successful()
    assert tasks.invite.apply(args=(acme.id, "grace@example.com")).successful()
    creates = [exchange for exchange in mock.requests if exchange.operation_id == "CreateOrganizationInvitation"]
    assert [exchange.response.status for exchange in creates] == [429, 200, 400]
    invited = clerk.clerk().organizations.get_organization_invitation_list(organization_id=acme.id)
    assert invited.total_count == 1
    assert not tasks.invite.apply(args=(acme.id, "no address")).successful()


@pytest.mark.usefixtures("one_client")
def test_a_forked_worker_uses_the_client_of_its_parent(acme: Organization) -> None:
    assert clerk.clerk().organizations.get_organization(slug="acme") == acme
    child = os.fork()
    if child == 0:
        os._exit(0 if clerk.clerk().organizations.get_organization(slug="acme") == acme else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert clerk.clerk().organizations.get_organization(slug="acme") == acme


@pytest.mark.parametrize("version", [1, 2])
def test_the_other_package_says_who_and_this_one_what(acme: Organization, mock: MockClerk, version: int) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    active = {"org_id": acme.id} if version == 1 else {"v": 2, "o": {"id": acme.id}}
    now = int(time.time())
    claims = {"sub": "user_ada", "iat": now, "nbf": now - 5, "exp": now + 60, **active}
    token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "ins_1"})
    signed_in = Request("GET", "http://testserver/", headers={"Authorization": f"Bearer {token}"})
    with mock.client() as client:
        assert who.active_organization(signed_in, client, public.decode()) == acme
        assert who.active_organization(Request("GET", "http://testserver/"), client, public.decode()) is None


def _urls() -> list[object]:
    import views

    return [path("teams/<slug:slug>", views.team)]


urlpatterns = _urls()
