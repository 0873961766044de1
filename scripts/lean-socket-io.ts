/**
 * Leaves out of Socket.IO, while it is bundled, what the client never uses.
 *
 * That is reconnecting and sending again (it does both itself), binary frames, WebTransport, moving from long polling to
 * WebSocket (which is tried first), and what is for Node.js.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

interface Change {
  /** Methods that go. */
  readonly without?: readonly string[];
  /** From one text to the next after it, both with it: what stands there instead. */
  readonly instead?: readonly (readonly [from: string, to: string, contents: string])[];
}

const CHANGED: Readonly<Record<string, Change>> = {
  'socket.io-client/build/esm/manager.js': {
    without: [
      'reconnection',
      'reconnectionAttempts',
      'reconnectionDelay',
      'randomizationFactor',
      'reconnectionDelayMax',
      'timeout',
      'maybeReconnectOnOpen',
      'connect',
      'onping',
      'disconnect',
      'reconnect',
      'onreconnect',
    ],
    instead: [
      ['import { Backoff }', ';', ''],
      ['this.reconnection(opts', '});', ''],
      ['this.timeout(', ');', 'this._timeout = opts.timeout;'],
      ['this.maybeReconnectOnOpen();', '', ''],
      ['on(socket, "ping", this.onping.bind(this)), ', '', ''],
      ['this.backoff.reset();\n        this._readyState', '', 'this._readyState'],
      ['if (this._reconnection && !this.skipReconnect) {', '}', ''],
    ],
  },
  'socket.io-client/build/esm/socket.js': {
    without: [
      'get disconnected',
      'send',
      '_registerAckCallback',
      'emitWithAck',
      '_addToQueue',
      '_drainQueue',
      'compress',
      'get volatile',
      'timeout',
      'prependAny',
      'listenersAny',
      'onAnyOutgoing',
      'prependAnyOutgoing',
      'offAnyOutgoing',
      'listenersAnyOutgoing',
      'notifyOutgoingListeners',
    ],
    instead: [
      ['if (this._opts.retries', '}', ''],
      ['this._registerAckCallback(id, ack);', '', 'this.acks[id] = ack;'],
      [
        'this.notifyOutgoingListeners(packet);\n            this.packet(packet);\n        }\n        else',
        '',
        'this.packet(packet);\n        }\n        else',
      ],
      [
        'this.notifyOutgoingListeners(packet);\n            this.packet(packet);\n        });',
        '',
        'this.packet(packet);\n        });',
      ],
      ['this._drainQueue(true);', '', ''],
      ['It seems you are trying', ')"', 'not a server of version 4"'],
    ],
  },
  'socket.io-parser/build/esm/index.js': {
    without: ['encodeAsBinary'],
    instead: [
      ['import { deconstructPacket', ';', ''],
      ['import { isBinary', ';', ''],
      ['class BinaryReconstructor {', '\n}\n', ''],
      [
        'if (obj.type === PacketType.EVENT || obj.type === PacketType.ACK) {\n            if (hasBinary',
        'return [',
        'return [',
      ],
      ['// attachments if we have them', 'str += obj.attachments + "-";\n        }', ''],
      ['if (this.reconstructor) {\n                throw', '}', ''],
      ['const isBinaryEvent', 'else {', '{'],
      [
        'else if (isBinary(obj) || obj.base64) {',
        'else {\n            throw new Error("Unknown type',
        'else {\n            throw new Error("Unknown type',
      ],
      ['// look up attachments if type binary', 'p.attachments = n;\n        }', ''],
      ['if (this.reconstructor) {\n            this', '}', ''],
    ],
  },
  'engine.io-client/build/esm/socket.js': {
    without: ['_probe', '_filterUpgrades', 'send'],
    instead: [
      ['import { decode }', ';', ''],
      ['if (opts.transportImplementations && opts.transports) {', '}', ''],
      ['if (opts.transportImplementations ||', 'else {', '{'],
      ['if (typeof this.opts.query === "string") {', '}', ''],
      ['if (this.opts.closeOnBeforeunload) {', 'false);\n            }', ''],
      ['if (this.opts.withCredentials) {', '}', ''],
      ['const transportName = this.opts.rememberUpgrade', ';', 'const transportName = this.transports[0];'],
      ['if ("open" === this.readyState && this.opts.upgrade) {', '}\n        }', ''],
      ['this._upgrades = this._filterUpgrades(data.upgrades);', '', ''],
      ['const cleanupAndClose', 'if ("opening"', 'if ("opening"'],
      [
        'if (this.upgrading) {\n                        waitForUpgrade();\n                    }\n                    else {\n                        close();\n                    }',
        '',
        'close();',
      ],
      ['else if (this.upgrading) {', '}', ''],
      ['if (this._beforeunloadEventListener) {', '}', ''],
    ],
  },
  'engine.io-client/build/esm/transports/websocket.js': {
    instead: [
      ['const isReactNative =', ';', ''],
      ['const protocols =', ';', ''],
      ['this.createSocket(uri, protocols, opts)', '', 'this.createSocket(uri)'],
      ['// React Native only', ');\n', ''],
      ['if (this.opts.extraHeaders) {', '}', ''],
      ['return !isReactNative', 'opts);', 'return new WebSocketCtor(uri);'],
      ['if (this.opts.autoUnref) {', '}', ''],
    ],
  },
};

/** Whole modules, and what stands in their place. */
const REPLACED: Readonly<Record<string, string>> = {
  'engine.io-client/build/esm/transports/index.js': `import { Fetch as polling } from './polling-fetch.js';
    import { WS as websocket } from './websocket.js';
    export const transports = { websocket, polling };`,
  'engine.io-client/build/esm/index.js': `export { Socket } from './socket.js';
    export { installTimerFunctions } from './util.js';
    export { nextTick } from './globals.js';`,
  'engine.io-client/build/esm/contrib/parseuri.js': `export const parse = (address) => {
    const { hostname, protocol, port } = new URL(address);
    return { host: hostname.replace(/^\\[|\\]$/g, ''), protocol: protocol.slice(0, -1), port };
  };`,
  'engine.io-parser/build/esm/encodePacket.browser.js': `import { PACKET_TYPES } from './commons.js';
    export const encodePacket = ({ type, data }, _binary, callback) => callback(PACKET_TYPES[type] + (data || ''));
    export const encodePacketToBinary = undefined;`,
  'engine.io-parser/build/esm/decodePacket.browser.js': `import { ERROR_PACKET, PACKET_TYPES_REVERSE } from './commons.js';
    export const decodePacket = (text) => {
      const type = typeof text === 'string' && PACKET_TYPES_REVERSE[text[0]];
      return type ? { type, data: text.slice(1) } : ERROR_PACKET;
    };`,
  'socket.io-client/build/esm/index.js': "export { Manager } from './manager.js';",
};

const once = (text: string, part: string, what: string): number => {
  const at = text.indexOf(part);
  if (at < 0 || text.includes(part, at + 1)) throw new Error(`${what} does not have, or has twice: ${part}`);
  return at;
};

/** Throws when a part is not there: another version of the library has to be looked at first. */
const changed = (source: string, module: string, { without = [], instead = [] }: Change): string => {
  let text = source;
  for (const name of without) {
    const from = once(text, `\n    ${name}(`, module);
    text = text.slice(0, from) + text.slice(text.indexOf('\n    }\n', from) + '\n    }'.length);
  }
  for (const [begin, end, contents] of instead) {
    const from = once(text, begin, module);
    const to = text.indexOf(end, from + begin.length);
    if (to < 0) throw new Error(`${module} does not have, after ${begin}: ${end}`);
    text = text.slice(0, from) + contents + text.slice(to + end.length);
  }
  return text;
};

const nameOf = (path: string): string => path.replaceAll('\\', '/').split('/node_modules/').at(-1) ?? path;

export const leanSocketIo: Plugin = {
  name: 'lean-socket-io',
  setup(context) {
    context.onLoad({ filter: /[/\\](socket|engine)\.io-(client|parser)[/\\].*\.js$/ }, async ({ path }) => {
      const module = nameOf(path);
      const change = CHANGED[module];
      const contents = REPLACED[module] ?? (change && changed(await readFile(path, 'utf8'), module, change));
      return contents === undefined ? undefined : { contents, resolveDir: dirname(path) };
    });
  },
};
