"""The rest of the model: invitations and domains, and what a seed makes."""

from __future__ import annotations

from tests.mock.model import DAY, Base, check_size
from tests.mock.model_base import Json, refuse
from tests.mock.model_roles import is_elevated


class Model(Base):
    """What should be there."""

    def __init__(self, seed: Json) -> None:
        super().__init__(seed)
        for entry in seed.get("role_sets", ()):
            self.create_role_set(entry)
        for entry in seed.get("organizations", ()):
            key = self.create_organization(entry)["id"]
            for user_id, role in entry.get("members", {}).items():
                self.create_membership(key, {"user_id": user_id, "role": role})
            for row in entry.get("invitations", ()):
                self.create_invitations(key, [row])
            for row in entry.get("domains", ()):
                self.create_domain(key, row)

    # Invitations.

    def _invitation(self, key: str, invitation_id: str) -> Json:
        found = [row for row in self.organization(key)["_invitations"] if row["id"] == invitation_id]
        return found[0] if found else refuse(404, "resource_not_found")

    def _check_actor(self, organization: Json, user_id: str | None) -> None:
        if user_id is None:
            return
        self.known(self.users, user_id)
        if user_id not in organization["_members"]:
            refuse(403, "not_a_member_in_organization")
        if not is_elevated(organization["_members"][user_id]):
            refuse(403, "missing_organization_permission")

    def _check_row(self, organization: Json, row: Json) -> None:
        email, members = row["email_address"].lower(), organization["_members"]
        if any(email == (self.users[user_id].get("email_address") or "").lower() for user_id in members):
            refuse(400, "already_a_member_in_organization")
        if any(other["email_address"].lower() == email for other in self.pending(organization)):
            refuse(400, "organization_invitation_not_unique")
        self._check_actor(organization, row.get("inviter_user_id"))
        check_size(row)
        self.role_in(organization, row["role"])

    def create_invitations(self, key: str, rows: list[Json]) -> list[Json]:
        organization = self.organization(key)
        for row in rows:
            self._check_row(organization, row)
        if len({row["email_address"].lower() for row in rows}) < len(rows):
            refuse(400, "duplicate_record")
        self.check_room(organization, len(rows))
        made = []
        for row in rows:
            defaults = {"public_metadata": {}, "private_metadata": {}, "expires_in_days": 30, "inviter_user_id": None}
            given = defaults | {name: value for name, value in row.items() if value is not None}
            given["_role"] = self.role_in(organization, given.pop("role"))
            expires, inviter = self.now + given.pop("expires_in_days") * DAY, given.pop("inviter_user_id")
            more = {"expires_at": expires, "inviter_id": inviter, "organization_id": key, "_closed": None}
            made.append({**self.issue("orginv"), **given, **more})
        organization["_invitations"] += made
        return [self.shown_invitation(row) for row in made]

    def get_invitation(self, key: str, invitation_id: str) -> Json:
        return self.shown_invitation(self._invitation(key, invitation_id))

    def revoke_invitation(self, key: str, invitation_id: str, actor: str | None) -> Json:
        invitation = self._invitation(key, invitation_id)
        self._check_actor(self.organization(key), actor)
        if self.status(invitation) != "pending":
            refuse(404, "organization_invitation_not_pending")
        return self.shown_invitation(self.touched(invitation, {"_closed": "revoked"}))

    def accept_invitation(self, invitation_id: str, user_id: str) -> Json:
        rows = [row for organization in self.organizations.values() for row in organization["_invitations"]]
        row = next((row for row in rows if row["id"] == invitation_id), None) or refuse(404, "resource_not_found")
        self.known(self.users, user_id)
        if self.status(row) != "pending":
            codes = {"accepted": (400, "organization_invitation_already_accepted")}
            codes["revoked"] = (400, "organization_invitation_revoked_code")
            refuse(*codes.get(self.status(row), (404, "organization_invitation_not_pending")))
        organization = self.organization(row["organization_id"])
        if user_id in organization["_members"]:
            refuse(400, "already_a_member_in_organization")
        self.touched(row, {"_closed": "accepted"})
        return self.join(organization, user_id, row["_role"], row["public_metadata"], row["private_metadata"])

    # Domains.

    def _domain(self, key: str, domain_id: str) -> Json:
        found = [row for row in self.organization(key)["_domains"] if row["id"] == domain_id]
        return found[0] if found else refuse(404, "resource_not_found")

    def create_domain(self, key: str, body: Json) -> Json:
        organization, name = self.organization(key), body["name"].lower()
        owners = [row for row in self.organizations.values() if any(own["name"] == name for own in row["_domains"])]
        if owners:
            suffix = "_same_organization" if owners == [organization] else ""
            refuse(422, f"organization_domain_already_exists{suffix}")
        if len(organization["_domains"]) >= self.settings["domains_per_organization"]:
            refuse(403, "organization_domain_quota_exceeded")
        mode, verified = body.get("enrollment_mode") or "manual_invitation", body.get("verified") is not False
        domain = {**self.issue("orgdmn"), "name": name, "enrollment_mode": mode, "organization_id": key}
        organization["_domains"].append(domain)
        return self._verified(domain, verified)

    def _verified(self, domain: Json, verified: bool) -> Json:
        since = domain.get("verification", {}).get("verified_at") or self.now
        status = "verified" if verified else "unverified"
        domain["verification"] = {"status": status, "verified_at": since if verified else None}
        return domain

    def update_domain(self, key: str, domain_id: str, body: Json) -> Json:
        domain = self._domain(key, domain_id)
        if body.get("verified") is not None:
            self._verified(domain, body["verified"])
        mode = body.get("enrollment_mode") or domain["enrollment_mode"]
        return self.touched(domain, {"enrollment_mode": mode})

    def delete_domain(self, key: str, domain_id: str) -> Json:
        self.organization(key)["_domains"].remove(self._domain(key, domain_id))
        return {"id": domain_id, "deleted": True}
