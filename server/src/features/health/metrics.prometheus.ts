/** Counters and gauges for an operator's dashboard; no label ever carries an id or a name. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  /** Commands answered, by command and by problem code (`ok` when there was none). */
  countCommand(command: string, outcome: string): void;
}

export interface MetricsSources {
  readonly connections: () => number;
  readonly waitingMessages: () => number;
  /** Scans for malware so far, by verdict. */
  readonly scans: () => ReadonlyMap<string, number>;
  readonly heldUploads: () => Promise<number>;
}

const uploadMetrics = (registry: Registry, { scans, heldUploads }: MetricsSources): void => {
  new Counter({
    name: 'senim_malware_scans_total',
    help: 'Scans for malware by this node, by verdict',
    labelNames: ['verdict'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [verdict, count] of scans()) this.inc({ verdict }, count);
    },
  });
  new Gauge({
    name: 'senim_uploads_held',
    help: 'Uploads of all nodes that wait for a verdict about malware',
    registers: [registry],
    async collect() {
      // Without the database the other numbers are wanted most.
      await heldUploads().then(
        (count) => this.set(count),
        () => this.remove(),
      );
    },
  });
};

/** Counted by name here, and by label only when somebody asks: labels are put together and looked up anew each time. */
const commandCounter = (registry: Registry): Metrics['countCommand'] => {
  const counted = new Map<string, Map<string, number>>();
  new Counter({
    name: 'senim_commands_total',
    help: 'Commands answered',
    labelNames: ['command', 'outcome'],
    registers: [registry],
    collect() {
      for (const [command, outcomes] of counted) {
        for (const [outcome, count] of outcomes) this.inc({ command, outcome }, count);
      }
      counted.clear();
    },
  });
  return (command, outcome) => {
    let outcomes = counted.get(command);
    if (!outcomes) {
      outcomes = new Map();
      counted.set(command, outcomes);
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
};

export const createMetrics = (sources: MetricsSources): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const countCommand = commandCounter(registry);
  new Gauge({
    name: 'senim_connections',
    help: 'Open connections of this node',
    registers: [registry],
    collect() {
      this.set(sources.connections());
    },
  });
  new Gauge({
    name: 'senim_messages_waiting',
    help: 'Messages that wait for the next group commit',
    registers: [registry],
    collect() {
      this.set(sources.waitingMessages());
    },
  });
  uploadMetrics(registry, sources);
  return { registry, countCommand };
};
