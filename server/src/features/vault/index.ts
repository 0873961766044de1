/** What other features may use. */
export { createDeciding, type Deciding, type DecidingDeps } from './deciding.ts';
export type { IdentityDocumentRepository } from './identity-document-repository.ts';
export { createLooking, type Looking, type LookingDeps } from './looking.ts';
export { createVault, type Vault, type VaultDeps } from './vault.ts';
