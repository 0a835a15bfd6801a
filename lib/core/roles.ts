/** Roles of people and scopes of keys. Without zod, so that pages may name them in their first load. */
export const PERSON_ROLES = ['admin', 'manager', 'supervisor', 'lead', 'agent', 'auditor'] as const
export const KEY_SCOPES = ['ingest', 'read', 'admin'] as const
