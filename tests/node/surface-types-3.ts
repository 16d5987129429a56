// The types of 3.25.0 that surface.mjs prints, under the names it prints them with.
import type {
  ClerkClient,
  Organization,
  OrganizationDomain,
  OrganizationDomainVerification,
  OrganizationInvitation,
  OrganizationMembership,
  OrganizationMembershipPublicUserData,
} from 'clerk-backend-3';
import type { ClerkAPIError, ClerkAPIResponseError } from './node_modules/clerk-backend-3/node_modules/@clerk/shared/dist/error';
import type { ClerkAPIError as DocumentedError } from './node_modules/clerk-backend-3/node_modules/@clerk/shared/dist/types';
// The package exports these under no name, though its methods return them.
import type { BillingPlan } from './node_modules/clerk-backend-3/dist/api/resources/CommercePlan';
import type { BillingSubscription } from './node_modules/clerk-backend-3/dist/api/resources/CommerceSubscription';
import type { BillingSubscriptionItem } from './node_modules/clerk-backend-3/dist/api/resources/CommerceSubscriptionItem';
import type { DeletedObject } from './node_modules/clerk-backend-3/dist/api/resources/DeletedObject';
import type { Feature } from './node_modules/clerk-backend-3/dist/api/resources/Feature';
import type { OrganizationSettings } from './node_modules/clerk-backend-3/dist/api/resources/OrganizationSettings';
import type { Permission } from './node_modules/clerk-backend-3/dist/api/resources/Permission';
import type { Role } from './node_modules/clerk-backend-3/dist/api/resources/Role';
import type {
  RoleSet,
  RoleSetItem,
  RoleSetMigration,
} from './node_modules/clerk-backend-3/dist/api/resources/RoleSet';
import type { PaginatedResourceResponse } from './node_modules/clerk-backend-3/dist/api/resources/Deserializer';

export interface Methods {
  organizations: ClerkClient['organizations'];
  organizationRoles: ClerkClient['organizationRoles'];
  organizationPermissions: ClerkClient['organizationPermissions'];
  roleSets: ClerkClient['roleSets'];
  instance: Pick<ClerkClient['instance'], 'getOrganizationSettings' | 'updateOrganizationSettings'>;
  billing: Pick<ClerkClient['billing'], 'getOrganizationBillingSubscription'>;
  users: Pick<ClerkClient['users'], 'getOrganizationMembershipList' | 'getOrganizationInvitationList'>;
}

export interface Resources {
  Organization: Organization;
  OrganizationMembership: OrganizationMembership;
  OrganizationMembershipPublicUserData: OrganizationMembershipPublicUserData;
  OrganizationInvitation: OrganizationInvitation;
  OrganizationDomain: OrganizationDomain;
  OrganizationDomainVerification: OrganizationDomainVerification;
  Role: Role;
  Permission: Permission;
  RoleSet: RoleSet;
  RoleSetItem: RoleSetItem;
  RoleSetMigration: RoleSetMigration;
  OrganizationSettings: OrganizationSettings;
  BillingSubscription: BillingSubscription;
  BillingSubscriptionItem: BillingSubscriptionItem;
  BillingPlan: BillingPlan;
  Feature: Feature;
  DeletedObject: DeletedObject;
  PaginatedResourceResponse: PaginatedResourceResponse<Organization[]>;
  ClerkAPIResponseError: ClerkAPIResponseError;
  ClerkAPIError: ClerkAPIError;
  // The class leaves meta open (any); its interface says what stands in it.
  ClerkAPIErrorMeta: NonNullable<DocumentedError['meta']>;
}
