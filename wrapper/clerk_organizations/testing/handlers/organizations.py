"""Organizations: rules and representation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from ..openapi import error_catalog
from ..openapi.formats import is_slug, milliseconds, slug_from
from ..openapi.messages import JsonObject, Refusal, bad_param
from ..state.instance import Instance
from ..state.records import Logo, Organization
from .billing import subscribe
from .lists import IdFilter, Page, contains
from .metadata import MetadataFields, MetadataReplacement
from .reassignments import move_organization
from .registry import operation

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


@dataclass(frozen=True, kw_only=True)
class Includes:
    """The query parameters that ask for more fields."""

    include_members_count: bool = False
    include_missing_member_with_elevated_permissions: bool = False

    def render(self, instance: Instance, organization: Organization) -> JsonObject:
        """An Organization with the fields asked for."""
        found = render(organization)
        if self.include_members_count:
            found["members_count"] = len(organization.memberships)
            found["pending_invitations_count"] = organization.pending_invitations(instance.now())
        if self.include_missing_member_with_elevated_permissions:
            found["missing_member_with_elevated_permissions"] = instance.elevated_members(organization) == 0
        return found


@dataclass(frozen=True, kw_only=True)
class OrganizationFields(MetadataFields):
    """What a body can say of an organization, new or not; None when not given."""

    slug: str | None = None
    max_allowed_memberships: int | None = None
    role_set_key: str | None = None
    created_at: str | None = None

    def values(self, instance: Instance, name: str | None, owner: Organization | None = None) -> JsonObject:
        """The attributes that are given, checked; `owner` is the organization that is updated."""
        found = self.metadata
        if self.max_allowed_memberships is not None:
            found["max_allowed_memberships"] = max_memberships(instance, self.max_allowed_memberships, owner)
        if name is not None:
            found["name"] = _name(name)
        if self.slug is not None:
            found["slug"] = _slug(instance, self.slug, owner)
        if self.role_set_key is not None:
            found["role_set"] = instance.role_set(self.role_set_key)
        if self.created_at is not None:
            found["created_at"] = milliseconds(self.created_at)
        return found


@dataclass(frozen=True, kw_only=True)
class NewOrganization(OrganizationFields):
    """The body of a create."""

    name: str
    created_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrganizationChanges(OrganizationFields):
    """The body of an update."""

    name: str | None = None
    admin_delete_enabled: bool | None = None
    reassignment_mappings: Mapping[str, str] | None = None
    """Not in the document: Clerk's Go SDK sends it."""


@operation("ListOrganizations")
def list_organizations(
    instance: Instance,
    *,
    page: Page,
    includes: Includes,
    organization_id: Sequence[str] = (),
    user_id: Sequence[str] = (),
    query: str = "",
) -> JsonObject:
    by_id, by_member = IdFilter(organization_id), IdFilter(user_id)
    matches = contains(query, _searchable)

    def fits(organization: Organization) -> bool:
        return (
            organization.id not in by_id.excluded
            and by_member.excluded.isdisjoint(organization.by_user)
            and (not query or query == organization.id or matches(organization))
        )

    return page.of(
        instance.organizations,
        lambda organization: includes.render(instance, organization),
        fits=fits if by_id or by_member or query else None,
        among=_included(instance, by_id, by_member),
    )


def _searchable(organization: Organization) -> str:
    """What a query looks through."""
    return f"{organization.name}\n{organization.slug}"


def _included(instance: Instance, by_id: IdFilter, by_member: IdFilter) -> Iterable[Organization] | None:
    """The only organizations that the filters by id let pass, each once; None when they let all pass."""
    found: dict[str, Organization] | None = None
    if by_member.included:
        found = {
            key: organization
            for user_id in by_member.included
            for key, organization in instance.by_member.get(user_id, {}).items()
        }
    if by_id.included:
        known = instance.organizations if found is None else found
        rows = {key: known.get(key) for key in by_id.included}
        found = {key: organization for key, organization in rows.items() if organization is not None}
    return None if found is None else found.values()


@operation("CreateOrganization")
def create_organization(instance: Instance, *, fields: NewOrganization) -> JsonObject:
    return render(make(instance, fields))


def make(instance: Instance, fields: NewOrganization) -> Organization:
    """The organization that the fields ask for, with its creator as a member."""
    creator, settings, now = fields.created_by, instance.settings, instance.now()
    _check_may_create(instance, creator)
    values = {
        "created_at": now,
        "admin_delete_enabled": settings.admin_delete_enabled,
        **fields.values(instance, fields.name),
    }
    if "max_allowed_memberships" not in values:
        values["max_allowed_memberships"] = max_memberships(instance, settings.default_max_allowed_memberships)
    if "slug" not in values:
        values["slug"] = _free_slug(instance, fields.name)
    values.setdefault("role_set", instance.initial_role_set)
    organization = instance.new_organization(created_by=creator, updated_at=now, **values)
    subscribe(instance, organization)
    if creator is not None:
        instance.join(organization, creator, organization.role_set.creator_role, {}, {})
    return organization


@operation("GetOrganization")
def get_organization(instance: Instance, *, organization_id: str, includes: Includes) -> JsonObject:
    organization = instance.by_slug.get(organization_id) or instance.organization(organization_id)
    return includes.render(instance, organization)


@operation("UpdateOrganization")
def update_organization(instance: Instance, *, organization_id: str, fields: OrganizationChanges) -> JsonObject:
    organization = instance.organization(organization_id)
    changes = fields.values(instance, fields.name, organization)
    if fields.admin_delete_enabled is not None:
        changes["admin_delete_enabled"] = fields.admin_delete_enabled
    dest = changes.pop("role_set", organization.role_set)
    move_organization(instance, organization, dest, fields.reassignment_mappings or {})
    instance.change_organization(organization, changes)
    return _touched(instance, organization)


@operation("MergeOrganizationMetadata")
def merge_organization_metadata(instance: Instance, *, organization_id: str, fields: MetadataFields) -> JsonObject:
    organization = instance.organization(organization_id)
    fields.merge_into(organization)
    return _touched(instance, organization)


@operation("ReplaceOrganizationMetadata")
def replace_organization_metadata(
    instance: Instance, *, organization_id: str, fields: MetadataReplacement
) -> JsonObject:
    organization = instance.organization(organization_id)
    fields.put_into(organization)
    return _touched(instance, organization)


@operation("DeleteOrganization")
def delete_organization(instance: Instance, *, organization_id: str) -> JsonObject:
    organization = instance.organization(organization_id)
    instance.remove_organization(organization)
    return {"object": "organization", "id": organization.id, "slug": organization.slug, "deleted": True}


@operation("UploadOrganizationLogo")
def upload_organization_logo(
    instance: Instance, *, organization_id: str, file: bytes, uploader_user_id: str | None = None
) -> JsonObject:
    organization = instance.organization(organization_id)
    if uploader_user_id is not None:
        instance.users.get(uploader_user_id, param="uploader_user_id")
    if len(file) > MAX_LOGO_BYTES:
        raise Refusal(error_catalog.LOGO_TOO_LARGE, "The image is larger than 10 MB.")
    if not _is_image(file):
        raise Refusal(error_catalog.LOGO_TYPE, "The file is none of the supported images: JPEG, PNG, GIF, WebP.")
    organization.logo = Logo(instance.next_id("img")[0], file)
    return _touched(instance, organization) | {"logo_url": organization.image_url}


@operation("DeleteOrganizationLogo")
def delete_organization_logo(instance: Instance, *, organization_id: str) -> JsonObject:
    organization = instance.organization(organization_id)
    if organization.logo is None:
        raise Refusal(error_catalog.NO_LOGO, "The organization has no logo.")
    organization.logo = None
    return _touched(instance, organization)


def _touched(instance: Instance, organization: Organization) -> JsonObject:
    organization.updated_at = instance.now()
    return render(organization)


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


def max_memberships(instance: Instance, wanted: int, owner: Organization | None = None) -> int:
    """A number of memberships that an organization may be given; `owner` is one that has another number."""
    if owner is not None and owner.seats is not None:
        raise bad_param(error_catalog.SEATS_MANAGED, "max_allowed_memberships")
    most = instance.settings.max_allowed_memberships
    if most and (wanted == 0 or wanted > most):
        raise bad_param(error_catalog.MEMBERSHIPS_ABOVE_MAXIMUM, "max_allowed_memberships", f": {most}")
    return wanted


def _is_image(content: bytes) -> bool:
    """Judged by the first bytes, as the declared media type may be wrong."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
