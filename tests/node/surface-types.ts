// The types of 2.33.8 that surface.mjs prints, under the names it prints them with.
import type {
  ClerkClient,
  Organization,
  OrganizationDomain,
  OrganizationDomainVerification,
  OrganizationInvitation,
  OrganizationMembership,
  OrganizationMembershipPublicUserData,
} from '@clerk/backend';
import type { ClerkAPIError, ClerkAPIResponseError } from '@clerk/shared/error';
import type { ClerkAPIError as DocumentedError } from '@clerk/shared/types';
// The package exports these two under no name, though its methods return them.
import type { DeletedObject } from './node_modules/@clerk/backend/dist/api/resources/DeletedObject';
import type { PaginatedResourceResponse } from './node_modules/@clerk/backend/dist/api/resources/Deserializer';

export interface Methods {
  organizations: ClerkClient['organizations'];
}

export interface Resources {
  Organization: Organization;
  OrganizationMembership: OrganizationMembership;
  OrganizationMembershipPublicUserData: OrganizationMembershipPublicUserData;
  OrganizationInvitation: OrganizationInvitation;
  OrganizationDomain: OrganizationDomain;
  OrganizationDomainVerification: OrganizationDomainVerification;
  DeletedObject: DeletedObject;
  PaginatedResourceResponse: PaginatedResourceResponse<Organization[]>;
  ClerkAPIResponseError: ClerkAPIResponseError;
  ClerkAPIError: ClerkAPIError;
  // The class leaves meta open (any); its interface says what stands in it.
  ClerkAPIErrorMeta: NonNullable<DocumentedError['meta']>;
}
