"""Organizations: their rules and how they look on the wire."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from ..openapi import error_catalog
from ..openapi.formats import is_slug, milliseconds, slug_from
from ..openapi.messages import Call, JsonObject, Refusal, bad_param, not_found
from ..state.instance import Instance
from ..state.records import ADMIN, DEFAULT_ROLE_SET, Logo, Organization
from ..state.table import Table
from . import metadata
from .lists import IdFilter, contains, page

MAX_LOGO_BYTES = 10 * 1024 * 1024


def render(organization: Organization) -> JsonObject:
    """An Organization, without what must be asked for."""
    found: JsonObject = {
        "object": "organization",
        "id": organization.id,
        "name": organization.name,
        "slug": organization.slug,
        "image_url": organization.image_url,
        "has_image": organization.logo is not None,
        "max_allowed_memberships": organization.max_allowed_memberships,
        "admin_delete_enabled": organization.admin_delete_enabled,
        "public_metadata": organization.public_metadata,
        "private_metadata": organization.private_metadata,
        "created_at": organization.created_at,
        "updated_at": organization.updated_at,
        "last_active_at": organization.created_at,
        "role_set_key": organization.role_set_key,
    }
    return found if organization.created_by is None else found | {"created_by": organization.created_by}


def list_organizations(instance: Instance, call: Call) -> JsonObject:
    by_id, by_member = IdFilter(call.query.get("organization_id")), IdFilter(call.query.get("user_id"))
    query = call.query.get("query")
    named_so = contains(query or "", _names)

    def fits(organization: Organization) -> bool:
        return (
            organization.id not in by_id.excluded
            and by_member.excluded.isdisjoint(organization.by_user)
            and (not query or query == organization.id or named_so(organization))
        )

    return page(
        call,
        instance.organizations,
        lambda organization: _as_asked(instance, call, organization),
        fits=fits if by_id or by_member or query else None,
        among=_named(instance, by_id, by_member),
    )


def _names(organization: Organization) -> str:
    """What a query looks through."""
    return f"{organization.name}\n{organization.slug}"


def _named(instance: Instance, by_id: IdFilter, by_member: IdFilter) -> Iterable[Organization] | None:
    """The only organizations that the filters by id let pass, each once; None when they let all pass."""
    named: dict[str, Organization] | None = None
    if by_member.included:
        named = {
            key: organization
            for user_id in by_member.included
            for key, organization in instance.by_member.get(user_id, {}).items()
        }
    if by_id.included:
        known = instance.organizations if named is None else named
        found = {key: known.get(key) for key in by_id.included}
        named = {key: organization for key, organization in found.items() if organization is not None}
    return None if named is None else named.values()


def create_organization(instance: Instance, call: Call) -> JsonObject:
    return render(make(instance, call.fields))


def make(instance: Instance, fields: JsonObject) -> Organization:
    """The organization that the fields ask for, with its creator as a member."""
    _check_may_create(instance, fields.get("created_by"))
    role = instance.role(ADMIN.key)
    organization = _draft(instance, fields)
    organization.id, organization.number = instance.next_id("org")  # only now: a refused one takes no number
    instance.add_organization(organization)
    if organization.created_by is not None:
        instance.join(organization, organization.created_by, role, {}, {})
    return organization


def _draft(instance: Instance, fields: JsonObject) -> Organization:
    now, name = instance.now(), _name(fields["name"])
    public, private = metadata.new(fields)
    return Organization(
        id="",
        number=0,
        name=name,
        slug=_slug(instance, fields["slug"]) if "slug" in fields else _free_slug(instance, name),
        max_allowed_memberships=_max_memberships(
            instance, fields.get("max_allowed_memberships", instance.settings.default_max_allowed_memberships)
        ),
        admin_delete_enabled=True,
        public_metadata=public,
        private_metadata=private,
        created_by=fields.get("created_by"),
        role_set_key=instance.role_set(fields.get("role_set_key", DEFAULT_ROLE_SET)),
        created_at=milliseconds(fields["created_at"]) if "created_at" in fields else now,
        updated_at=now,
        memberships=instance.membership_rows(),
        invitations=Table({"email_address": lambda invitation: invitation.email_address}),
    )


def get_organization(instance: Instance, call: Call) -> JsonObject:
    key = call.path["organization_id"]
    organization = instance.organizations.get(key) or instance.by_slug.get(key)
    if organization is None:
        raise not_found("organization", key)
    return _as_asked(instance, call, organization)


def update_organization(instance: Instance, call: Call) -> JsonObject:
    organization, fields = _addressed(instance, call), call.fields
    changes = metadata.picked(fields)
    if "admin_delete_enabled" in fields:
        changes["admin_delete_enabled"] = fields["admin_delete_enabled"]
    if "max_allowed_memberships" in fields:
        changes["max_allowed_memberships"] = _max_memberships(instance, fields["max_allowed_memberships"])
    if "name" in fields:
        changes["name"] = _name(fields["name"])
    if "slug" in fields:
        changes["slug"] = _slug(instance, fields["slug"], owner=organization)
    if "role_set_key" in fields:
        changes["role_set_key"] = instance.role_set(fields["role_set_key"])
    if "created_at" in fields:
        changes["created_at"] = milliseconds(fields["created_at"])
    instance.change_organization(organization, changes)
    return _touched(instance, organization)


def merge_organization_metadata(instance: Instance, call: Call) -> JsonObject:
    organization = _addressed(instance, call)
    metadata.merge_into(organization, call.fields)
    return _touched(instance, organization)


def delete_organization(instance: Instance, call: Call) -> JsonObject:
    organization = _addressed(instance, call)
    instance.remove_organization(organization)
    return {"object": "organization", "id": organization.id, "slug": organization.slug, "deleted": True}


def upload_organization_logo(instance: Instance, call: Call) -> JsonObject:
    organization, content = _addressed(instance, call), call.body["file"]
    if "uploader_user_id" in call.body:
        instance.users.get(call.body["uploader_user_id"], param="uploader_user_id")
    if len(content) > MAX_LOGO_BYTES:
        raise Refusal(error_catalog.LOGO_TOO_LARGE, "The image is larger than 10 MB.")
    if not _is_image(content):
        raise Refusal(error_catalog.LOGO_TYPE, "The file is none of the supported images: JPEG, PNG, GIF, WebP.")
    organization.logo = Logo(instance.next_id("img")[0], content)
    return _touched(instance, organization) | {"logo_url": organization.image_url}


def delete_organization_logo(instance: Instance, call: Call) -> JsonObject:
    organization = _addressed(instance, call)
    if organization.logo is None:
        raise Refusal(error_catalog.NO_LOGO, "The organization has no logo.")
    organization.logo = None
    return _touched(instance, organization)


HANDLERS = {
    "ListOrganizations": list_organizations,
    "CreateOrganization": create_organization,
    "GetOrganization": get_organization,
    "UpdateOrganization": update_organization,
    "MergeOrganizationMetadata": merge_organization_metadata,
    "DeleteOrganization": delete_organization,
    "UploadOrganizationLogo": upload_organization_logo,
    "DeleteOrganizationLogo": delete_organization_logo,
}


def _addressed(instance: Instance, call: Call) -> Organization:
    return instance.organization(call.path["organization_id"])


def _touched(instance: Instance, organization: Organization) -> JsonObject:
    organization.updated_at = instance.now()
    return render(organization)


def _as_asked(instance: Instance, call: Call, organization: Organization) -> JsonObject:
    """Rendered with the fields that a query can ask for."""
    found = render(organization)
    if call.query.get("include_members_count"):
        found["members_count"] = len(organization.memberships)
        found["pending_invitations_count"] = organization.pending_invitations(instance.now())
    if call.query.get("include_missing_member_with_elevated_permissions"):
        found["missing_member_with_elevated_permissions"] = instance.elevated_members(organization) == 0
    return found


def _check_may_create(instance: Instance, creator: str | None) -> None:
    quota = instance.settings.organization_quota
    if quota and len(instance.organizations) >= quota:
        raise Refusal(error_catalog.ORGANIZATION_QUOTA, f"The instance has its {quota} organizations.")
    if creator is None:
        return
    if creator not in instance.users:
        raise Refusal(error_catalog.CREATOR_NOT_FOUND, f"No user was found with id {creator}.")
    user = instance.users[creator]
    if not user.may_create_organizations:
        raise Refusal(error_catalog.CREATOR_NOT_ALLOWED, f"{creator} may not create organizations.")
    if user.organizations_limit and instance.created_by[creator] >= user.organizations_limit:
        raise Refusal(error_catalog.CREATOR_LIMIT, f"{creator} has created {user.organizations_limit} organizations.")


def _name(name: str) -> str:
    if not name.strip():
        raise bad_param(error_catalog.PARAM_BLANK, "name")
    return name


def _slug(instance: Instance, slug: str, owner: Organization | None = None) -> str:
    if not instance.settings.slugs_enabled:
        raise Refusal(error_catalog.SLUGS_OFF, "The instance has slugs turned off.", meta={"param_name": "slug"})
    if not is_slug(slug):
        raise bad_param(error_catalog.SLUG_FORM, "slug")
    if instance.by_slug.get(slug) not in (None, owner):
        raise bad_param(error_catalog.SLUG_TAKEN, "slug", " by another organization")
    return slug


def _free_slug(instance: Instance, name: str) -> str:
    """The slug of a name, with a number behind it when others have it."""
    slug, taken = slug_from(name), instance.by_slug
    return slug if slug not in taken else next(free for n in count(2) if (free := f"{slug}-{n}") not in taken)


def _max_memberships(instance: Instance, wanted: int) -> int:
    most = instance.settings.max_allowed_memberships
    if most and (wanted == 0 or wanted > most):
        raise bad_param(error_catalog.MEMBERSHIPS_ABOVE_MAXIMUM, "max_allowed_memberships", f": {most}")
    return wanted


def _is_image(content: bytes) -> bool:
    """Judged by the first bytes, as the declared media type may be wrong."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
