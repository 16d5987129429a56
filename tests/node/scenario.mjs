// The story of tests/real_clients/story.py, told by the newest @clerk/backend: one JSON line per call.
//
// The server and the key come from CLERK_API_URL and CLERK_SECRET_KEY, as in any program that uses the SDK.
import { createClerkClient } from 'clerk-backend-3';

const clerk = createClerkClient({
  apiUrl: process.env.CLERK_API_URL,
  secretKey: process.env.CLERK_SECRET_KEY,
});

const PIXEL = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33' +
    '0000000049454e44ae426082',
  'hex',
);

// What matters of each kind of answer. They are read by the names of the SDK's own classes, so that an answer which
// the SDK did not recognise tells nothing.
const FACTS = {
  Organization: (o) => ({
    id: o.id,
    name: o.name,
    slug: o.slug,
    created_by: o.createdBy,
    members_count: o.membersCount,
    max_allowed_memberships: o.maxAllowedMemberships,
    admin_delete_enabled: o.adminDeleteEnabled,
    has_image: o.hasImage,
    public_metadata: o.publicMetadata,
    private_metadata: o.privateMetadata,
    created_at: o.createdAt,
  }),
  OrganizationMembership: (m) => ({
    id: m.id,
    organization: m.organization.id,
    user: m.publicUserData.userId,
    identifier: m.publicUserData.identifier,
    role: m.role,
    may_manage: m.permissions.includes('org:sys_memberships:manage'),
    public_metadata: m.publicMetadata,
    private_metadata: m.privateMetadata,
    created_at: m.createdAt,
  }),
  OrganizationInvitation: (i) => ({
    id: i.id,
    organization: i.organizationId,
    email_address: i.emailAddress,
    role: i.role,
    role_name: i.roleName,
    status: i.status,
    has_url: i.url !== null,
    days: (i.expiresAt - i.createdAt) / 86_400_000,
    public_metadata: i.publicMetadata,
    created_at: i.createdAt,
  }),
  // The SDK hands domains out as they came, whatever its types say.
  Object: (d) => ({
    id: d.id,
    organization: d.organization_id,
    name: d.name,
    enrollment_mode: d.enrollment_mode,
    status: d.affiliation_verification?.status,
    created_at: d.created_at,
  }),
  Permission: (p) => ({ key: p.key, name: p.name, description: p.description, created_at: p.createdAt }),
  Role: (r) => ({
    key: r.key,
    name: r.name,
    description: r.description,
    creates: r.isCreatorEligible,
    permissions: r.permissions.map((p) => p.key),
    created_at: r.createdAt,
  }),
  RoleSet: (s) => ({
    key: s.key,
    name: s.name,
    type: s.type,
    roles: Object.fromEntries(s.roles.map((r) => [r.key, r.membersCount])),
    default: s.defaultRole.key,
    creator: s.creatorRole.key,
  }),
  OrganizationSettings: (s) => ({
    max_allowed_memberships: s.maxAllowedMemberships,
    admin_delete_enabled: s.adminDeleteEnabled,
    creator_role: s.creatorRole,
    domains_default_role: s.domainsDefaultRole,
  }),
  BillingSubscription: (s) => ({
    status: s.status,
    plans: Object.fromEntries(s.subscriptionItems.map((i) => [i.plan.name, i.plan.fee.amount])),
    next_payment: s.nextPayment ?? null,
    eligible_for_free_trial: s.eligibleForFreeTrial,
    created_at: s.createdAt,
  }),
  DeletedObject: (d) => ({ object: d.object, id: d.id, slug: d.slug, deleted: d.deleted }),
  ClerkAPIResponseError: (e) => ({
    status: e.status,
    code: e.errors[0].code,
    param: e.errors[0].meta.paramName ?? null,
    trace_id: e.clerkTraceId,
  }),
};

function facts(answer) {
  const kind = answer.constructor.name.replace(/^_/, ''); // the bundler renames `class X` to `class _X`
  if (Array.isArray(answer.data)) return { kind, total_count: answer.totalCount, data: answer.data.map(facts) };
  return { kind, ...FACTS[kind](answer) };
}

function tell(method, answer) {
  console.log(JSON.stringify({ method, ...facts(answer) }));
}

// A method is one of organizations, unless its name says of what else: `roleSets.getRoleSet`.
function asked(method, args) {
  const [resource, name] = method.includes('.') ? method.split('.') : ['organizations', method];
  return clerk[resource][name](...args);
}

async function call(method, ...args) {
  const answer = await asked(method, args);
  tell(method, answer);
  return answer;
}

async function refused(method, ...args) {
  const error = await asked(method, args).then(() => new Error(`${method} was not refused`), (e) => e);
  if (!FACTS[error.constructor.name]) throw error;
  tell(method, error);
}

// Organizations
const acme = await call('createOrganization', {
  name: 'Acme Rockets',
  slug: 'acme',
  createdBy: 'user_ada',
  maxAllowedMemberships: 50,
  publicMetadata: { plan: 'free', limits: { seatLimit: 5, rooms: 2 } },
  privateMetadata: { owner: 'ops' },
});
const organizationId = acme.id;
await refused('createOrganization', { name: 'Another', slug: 'acme' });
await refused('getOrganization', { organizationId: 'org_nobody' });
await call('getOrganization', { slug: 'acme', includeMembersCount: true });
await call('updateOrganization', acme.id, { name: 'Acme Space', slug: 'acme-space', adminDeleteEnabled: false });
await call('updateOrganizationMetadata', acme.id, { publicMetadata: { plan: 'pro', limits: { rooms: null, desks: 7 } } });
await call('replaceOrganizationMetadata', acme.id, { publicMetadata: { plan: 'max' } });
await call('updateOrganizationLogo', acme.id, {
  file: new File([PIXEL], 'logo.png', { type: 'image/png' }),
  uploaderUserId: 'user_ada',
});
await call('deleteOrganizationLogo', acme.id);
const beta = await call('createOrganization', { name: 'Beta', createdBy: 'user_grace' });
await call('getOrganizationList', { organizationId: [acme.id, beta.id], orderBy: '-name', includeMembersCount: true });
await call('getOrganizationList', { query: 'acme' });

// Memberships
for (const userId of ['user_alan', 'user_barbara', 'user_dennis', 'user_donald']) {
  await call('createOrganizationMembership', { organizationId, userId, role: 'org:member' });
}
await call('updateOrganizationMembership', { organizationId, userId: 'user_alan', role: 'org:admin' });
for (const publicMetadata of [{ desk: { floor: 7, nearWindow: true } }, { desk: { floor: null } }]) {
  await call('updateOrganizationMembershipMetadata', { organizationId, userId: 'user_alan', publicMetadata });
}
for (const offset of [0, 2, 4]) {
  await call('getOrganizationMembershipList', { organizationId, orderBy: '+username', limit: 2, offset });
}
await call('getOrganizationMembershipList', { organizationId, role: ['org:admin'], orderBy: '-username' });
await call('getOrganizationMembershipList', {
  organizationId,
  userId: ['user_dennis', 'user_donald', 'user_grace'],
  query: 'knuth',
});
await call('getInstanceOrganizationMembershipList', { orderBy: '+username', limit: 4, offset: 4 });
await call('deleteOrganizationMembership', { organizationId, userId: 'user_barbara' });
await refused('deleteOrganizationMembership', { organizationId, userId: 'user_barbara' });

// Invitations
const invited = await call('createOrganizationInvitation', {
  organizationId,
  emailAddress: 'tim@acme.example',
  role: 'org:admin',
  inviterUserId: 'user_ada',
  expiresInDays: 7,
  publicMetadata: { fromTeam: 'space' },
  redirectUrl: 'https://acme.example/welcome',
});
await call(
  'createOrganizationInvitationBulk',
  acme.id,
  ['una', 'vera', 'will'].map((name) => ({ emailAddress: `${name}@acme.example`, role: 'org:member' })),
);
await call('getOrganizationInvitation', { organizationId, invitationId: invited.id });
await call('revokeOrganizationInvitation', { organizationId, invitationId: invited.id, requestingUserId: 'user_ada' });
await call('getOrganizationInvitationList', { organizationId, status: ['pending'], limit: 2 });
await call('getOrganizationInvitationList', { organizationId, status: ['revoked'] });
await call('getOrganizationInvitationList', { organizationId, status: ['pending', 'revoked'], limit: 1 });

// Domains
const domain = await call('createOrganizationDomain', {
  organizationId,
  name: 'acme.example',
  enrollmentMode: 'automatic_invitation',
});
await call('createOrganizationDomain', {
  organizationId,
  name: 'space.example',
  enrollmentMode: 'manual_invitation',
  verified: false,
});
await call('updateOrganizationDomain', {
  organizationId,
  domainId: domain.id,
  enrollmentMode: 'automatic_suggestion',
  verified: true,
});
for (const offset of [0, 1]) {
  await call('getOrganizationDomainList', { organizationId, limit: 1, offset });
}
await call('deleteOrganizationDomain', { organizationId, domainId: domain.id });

// The end of the organization
await call('users.getOrganizationMembershipList', { userId: 'user_grace', limit: 2 });
await call('deleteOrganization', acme.id);
await refused('getOrganization', { organizationId });

// Permissions and roles
const { id: permissionId } = await call('organizationPermissions.createOrganizationPermission', {
  name: 'Reports',
  key: 'org:reports:read',
  description: 'See reports',
});
await call('organizationPermissions.getOrganizationPermission', permissionId);
await call('organizationPermissions.updateOrganizationPermission', { permissionId, name: 'All reports' });
await call('organizationPermissions.getOrganizationPermissionList', { query: 'reports' });
const { id: organizationRoleId } = await call('organizationRoles.createOrganizationRole', {
  name: 'Viewer',
  key: 'org:viewer',
});
await call('organizationRoles.assignPermissionToOrganizationRole', { organizationRoleId, permissionId });
await refused('organizationRoles.assignPermissionToOrganizationRole', { organizationRoleId, permissionId });
await call('organizationRoles.updateOrganizationRole', { organizationRoleId, description: 'Looks on' });
await call('organizationRoles.getOrganizationRole', organizationRoleId);
await call('organizationRoles.getOrganizationRoleList', { query: 'viewer' });

// Role sets
const roleSetKeyOrId = 'role_set:small';
await call('roleSets.createRoleSet', {
  name: 'Small',
  key: roleSetKeyOrId,
  roles: ['org:admin'],
  defaultRoleKey: 'org:admin',
  creatorRoleKey: 'org:admin',
});
await call('roleSets.addRolesToRoleSet', { roleSetKeyOrId, roleKeys: ['org:viewer'], defaultRoleKey: 'org:viewer' });
await call('updateOrganization', beta.id, { roleSetKey: roleSetKeyOrId });
await call('createOrganizationMembership', { organizationId: beta.id, userId: 'user_alan', role: 'org:viewer' });
await call('roleSets.getRoleSet', roleSetKeyOrId);
await call('roleSets.updateRoleSet', { roleSetKeyOrId, name: 'Tiny', defaultRoleKey: 'org:admin' });
await refused('organizationRoles.deleteOrganizationRole', organizationRoleId);
await call('roleSets.replaceRoleInRoleSet', { roleSetKeyOrId, roleKey: 'org:viewer', toRoleKey: 'org:admin' });
await call('organizationRoles.removePermissionFromOrganizationRole', { organizationRoleId, permissionId });
await call('organizationRoles.deleteOrganizationRole', organizationRoleId);
await call('organizationPermissions.deleteOrganizationPermission', permissionId);
await call('roleSets.replaceRoleSet', { roleSetKeyOrId, destRoleSetKey: 'role_set:default' });
await call('roleSets.getRoleSetList');

// The invitations of a user
await call('createOrganizationInvitation', {
  organizationId: beta.id,
  emailAddress: 'tony@example.com',
  role: 'org:member',
});
await call('users.getOrganizationInvitationList', { userId: 'user_tony', status: 'pending' });

// Settings
await call('instance.updateOrganizationSettings', { maxAllowedMemberships: 20, adminDeleteEnabled: false });
await call('instance.getOrganizationSettings');

// Billing
await call('billing.getOrganizationBillingSubscription', beta.id);
