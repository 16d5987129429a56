"""Organizations: their rules and how they look on the wire."""

from __future__ import annotations

from itertools import count

from . import metadata
from .formats import is_slug, milliseconds, slug_from
from .listing import SortKey, contains, ordered, page, signed
from .messages import Call, JsonObject, Refusal, bad_param, not_found
from .state import ADMIN, DEFAULT_ROLE_SET, Instance, Logo, Membership, Organization

MAX_LOGO_BYTES = 10 * 1024 * 1024

_ORDER: dict[str, SortKey[Organization]] = {
    "name": lambda organization: organization.name,
    "created_at": lambda organization: organization.created_at,
    "members_count": lambda organization: len(organization.memberships),
}


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
    by_id = signed(call.query.get("organization_id"))
    by_member = signed(call.query.get("user_id"))
    query = call.query.get("query")
    found = [
        organization
        for organization in instance.organizations.values()
        if by_id([organization.id])
        and by_member(organization.memberships)
        and (not query or query == organization.id or contains(query, organization.name, organization.slug))
    ]
    return page(call, ordered(call, found, _ORDER), lambda organization: _as_asked(instance, call, organization))


def create_organization(instance: Instance, call: Call) -> JsonObject:
    fields, now = call.fields, instance.now()
    name = _name(fields["name"])
    creator = fields.get("created_by")
    if creator is not None and not instance.has_user(creator):
        raise Refusal(
            400, "organization_creator_not_found", "creator not found", f"No user was found with id {creator}."
        )
    organization = Organization(
        id="",
        name=name,
        slug=_slug(instance, fields["slug"]) if "slug" in fields else _free_slug(instance, name),
        max_allowed_memberships=fields.get("max_allowed_memberships", instance.max_allowed_memberships),
        admin_delete_enabled=True,
        public_metadata=metadata.new(fields, "public_metadata"),
        private_metadata=metadata.new(fields, "private_metadata"),
        created_by=creator,
        role_set_key=instance.role_set(fields.get("role_set_key", DEFAULT_ROLE_SET)),
        created_at=milliseconds(fields["created_at"]) if "created_at" in fields else now,
        updated_at=now,
    )
    organization.id = instance.new_id("org")  # only now: a refused one takes no number
    if creator is not None:
        member_id = instance.new_id("orgmem")
        organization.memberships[creator] = Membership(member_id, creator, ADMIN, {}, {}, now, now)
    instance.organizations[organization.id] = organization
    return render(organization)


def get_organization(instance: Instance, call: Call) -> JsonObject:
    key = call.path["organization_id"]
    organization = instance.organizations.get(key) or instance.with_slug(key)
    if organization is None:
        raise not_found("organization", key)
    return _as_asked(instance, call, organization)


def update_organization(instance: Instance, call: Call) -> JsonObject:
    organization, fields = _addressed(instance, call), call.fields
    changes: JsonObject = {
        name: fields[name] for name in ("max_allowed_memberships", "admin_delete_enabled") if name in fields
    }
    changes |= {name: metadata.checked(fields[name], name) for name in metadata.NAMES if name in fields}
    if "name" in fields:
        changes["name"] = _name(fields["name"])
    if "slug" in fields:
        changes["slug"] = _slug(instance, fields["slug"], owner=organization)
    if "role_set_key" in fields:
        changes["role_set_key"] = instance.role_set(fields["role_set_key"])
    if "created_at" in fields:
        changes["created_at"] = milliseconds(fields["created_at"])
    for name, value in changes.items():
        setattr(organization, name, value)
    return _touched(instance, organization)


def merge_organization_metadata(instance: Instance, call: Call) -> JsonObject:
    organization = _addressed(instance, call)
    metadata.merge_into(organization, call.fields)
    return _touched(instance, organization)


def delete_organization(instance: Instance, call: Call) -> JsonObject:
    organization = instance.organizations.pop(_addressed(instance, call).id)
    return {"object": "organization", "id": organization.id, "slug": organization.slug, "deleted": True}


def upload_organization_logo(instance: Instance, call: Call) -> JsonObject:
    organization, content = _addressed(instance, call), call.body["file"]
    if "uploader_user_id" in call.body:
        instance.user(call.body["uploader_user_id"], param="uploader_user_id")
    if len(content) > MAX_LOGO_BYTES:
        raise Refusal(413, "image_too_large", "Image too large", "The image is larger than 10 MB.")
    if not _is_image(content):
        reason = "The file is none of the supported images: JPEG, PNG, GIF, WebP."
        raise Refusal(400, "request_body_invalid", "Unsupported image type", reason)
    organization.logo = Logo(instance.new_id("img"), content)
    return _touched(instance, organization) | {"logo_url": organization.image_url}


def delete_organization_logo(instance: Instance, call: Call) -> JsonObject:
    organization = _addressed(instance, call)
    if organization.logo is None:
        raise Refusal(404, "image_not_found", "Image not found", "The organization has no logo.")
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
        now = instance.now()
        pending = sum(invitation.status(now) == "pending" for invitation in organization.invitations.values())
        found |= {"members_count": len(organization.memberships), "pending_invitations_count": pending}
    if call.query.get("include_missing_member_with_elevated_permissions"):
        members = organization.memberships.values()
        found["missing_member_with_elevated_permissions"] = all(member.role is not ADMIN for member in members)
    return found


def _name(name: str) -> str:
    if not name.strip():
        raise bad_param("form_param_missing", "name", "must not be blank")
    return name


def _slug(instance: Instance, slug: str, owner: Organization | None = None) -> str:
    if not is_slug(slug):
        raise bad_param("form_param_format_invalid", "slug", "may hold lower-case letters, digits and hyphens only")
    if instance.with_slug(slug) not in (None, owner):
        raise bad_param("form_identifier_exists", "slug", "is taken by another organization")
    return slug


def _free_slug(instance: Instance, name: str) -> str:
    """The slug of a name, with a number behind it when others have it."""
    slug = slug_from(name)
    taken = {organization.slug for organization in instance.organizations.values()}
    return slug if slug not in taken else next(free for n in count(2) if (free := f"{slug}-{n}") not in taken)


def _is_image(content: bytes) -> bool:
    """Judged by the first bytes, as the declared media type may be wrong."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
