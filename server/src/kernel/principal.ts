/** Who is calling. */
import type { AgentRole, Caller } from '@senim/contract';

export interface Principal {
  readonly id: string;
  readonly kind: 'visitor' | 'user' | 'agent';
  /** Empty for people; at least one for agents. */
  readonly roles: readonly AgentRole[];
}

/** The callers a principal counts as, when an operation asks who may use it. */
export const callersOf = (principal: Principal): readonly Caller[] =>
  principal.kind === 'agent' ? principal.roles : [principal.kind];

export const hasRole = (principal: Principal, ...roles: readonly AgentRole[]): boolean =>
  principal.roles.some((role) => roles.includes(role));
