/** What the feature needs from storage. */
import type { AgentRole } from '@senim/contract';
import type { Principal } from '#kernel/principal';
import type { Profile } from './profile.ts';

export interface Agent {
  readonly id: string;
  readonly passwordHash: string;
  readonly roles: readonly AgentRole[];
  /** The first administrator, as long as nobody has signed in as them. */
  readonly isUnclaimed: boolean;
}

export interface AgentAccount {
  readonly id: string;
  readonly passwordHash: string;
  readonly email: string;
  readonly displayName: string;
}

export interface Person {
  readonly id: string;
  readonly kind: 'visitor' | 'user' | 'agent';
  /** Undefined when its key has been destroyed. */
  readonly profile: Profile | undefined;
  readonly createdAt: Date;
}

export interface PeopleRepository {
  addVisitor(id: string): Promise<void>;
  /** The user of that subject; made on the first sight, with nothing known of them but a keyed hash. */
  findOrAddUser(subject: string): Promise<string>;
  /** Replaces what was known of a person. */
  keepProfile(id: string, profile: Profile): Promise<void>;
  /** False when the e-mail address is taken. */
  addAgent(agent: Agent & AgentAccount): Promise<boolean>;
  /** The id of the agent who is unclaimed, if there is one. */
  findUnclaimedAgent(): Promise<string | undefined>;
  /** Gives the unclaimed agent another address and password. False when somebody has signed in as them meanwhile. */
  renewUnclaimedAgent(account: AgentAccount): Promise<boolean>;
  /** From now on that agent belongs to somebody. */
  claimAgent(id: string): Promise<void>;
  findAgentByEmail(email: string): Promise<Agent | undefined>;
  /** The roles of an agent who may sign in; undefined otherwise. */
  findAgentRoles(id: string): Promise<readonly AgentRole[] | undefined>;
  /** A principal as they stand now; undefined when they are gone, or an agent who may not sign in. */
  findPrincipal(id: string): Promise<Principal | undefined>;
  hasPrincipal(id: string): Promise<boolean>;
  countAgents(): Promise<number>;
  findPeople(ids: readonly string[]): Promise<Person[]>;
}
