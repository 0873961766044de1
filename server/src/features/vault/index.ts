/** What other features may use. */
export { createDeciding, type Deciding, type DecidingDeps } from './deciding.ts';
export type { IdentityDocumentRepository } from './identity-document-repository.ts';
export { createVault, type Vault, type VaultDeps } from './vault.ts';
