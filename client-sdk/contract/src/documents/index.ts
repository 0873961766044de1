/** The third door: the documents that are made of the contract. Servers and tools open it, clients do not. */
export { asyncApiAt, createAsyncApi } from './asyncapi.ts';
export { createOpenApi, type DocumentOptions } from './openapi.ts';
