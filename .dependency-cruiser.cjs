// What may import what. The suffix of a file names the one world outside that it touches; a file without suffix is pure.
const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** suffix → the packages and modules that only files with this suffix may import */
const WORLDS = {
  postgres: 'node_modules/(@types/)?(pg|kysely)/',
  redis: 'node_modules/(ioredis|@socket\\.io/redis)',
  s3: 'node_modules/@aws-sdk/(client-s3|lib-storage)/',
  kms: 'node_modules/@aws-sdk/client-kms/',
  graphile: 'node_modules/graphile-worker/',
  socket: 'node_modules/socket\\.io(-client)?/',
  http: 'node_modules/(@types/)?(express|helmet|multer|@tus)/|^(node:)?https?$',
  image: 'node_modules/(sharp|libheif-js|@hyzyla/pdfium|tesseract\\.js-core)/',
  fs: '^(node:)?fs(/|$)',
  net: '^(node:)?(net|tls|dgram|dns)(/|$)',
  process: '^(node:)?(child_process|worker_threads|cluster)$',
  pino: 'node_modules/pino/',
  prometheus: 'node_modules/prom-client/',
};

/** A suffix whose job includes other worlds, with the reason. */
const ALSO = {
  // Starting a program means preparing its folders and waiting for its socket or its database to answer.
  process: ['fs', 'net', 'postgres'],
  // What a migration or a database's own folder is made of lies in files.
  postgres: ['fs'],
  // Credentials lie in a file that is renewed.
  kms: ['fs'],
  // The adapter between nodes is a Socket.IO adapter on Redis.
  redis: ['socket'],
  // A decoder that is WebAssembly is read from its package.
  image: ['fs'],
  // Metrics and uploads are served over HTTP; uploads are spooled in files.
  http: ['prometheus', 'fs'],
  // Socket.IO answers on the HTTP server it is given.
  socket: ['http'],
};

/** Options of the SDK are named by Socket.IO's own types; nothing of it is loaded for them. */
const TYPES_ARE_FREE = { dependencyTypesNot: ['type-only'] };

const suffix = (name) => `\\.${name}\\.tsx?$`;
const reaching = (world) => [world, ...Object.keys(ALSO).filter((name) => ALSO[name].includes(world))];
const SUFFIXES = [...Object.keys(WORLDS), 'browser'];
const ANY_WORLD = `\\.(${SUFFIXES.join('|')})\\.tsx?$`;

const CONTRACT = '^client-sdk/contract/';
const SDK = '^client-sdk/src/';
const WEB = '^(client-sdk/widget|server/console|server/demo)/';
const SERVER = '^server/src/';
const OURS = '^(server|client-sdk)/src/';
/** Where the parts are put together: the server, the workers' own programs, and the client. */
const ROOTS =
  '^(server/src/(app/|main\\.ts$|platform/media/worker/(media|reading)-worker\\.process\\.ts$)|client-sdk/src/(senim-client|client-parts)\\.ts$)';

module.exports = {
  forbidden: [
    error('no-cycles', 'Break the cycle by handing over an interface.', {}, { circular: true }),
    error('no-unresolved', 'Every import must lead somewhere.', {}, { couldNotResolve: true }),
    error(
      'no-unlisted',
      'Name the package in package.json.',
      { path: OURS },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),

    error(
      '1-contract-imports-zod-only',
      'The contract declares; it does nothing.',
      { path: CONTRACT },
      { pathNot: `${CONTRACT}|node_modules/zod/` },
    ),
    error(
      '2-sdk-takes-types-only',
      'Take types from the contract, and values from its constants: zod stays out of the bundle.',
      { path: SDK },
      { path: CONTRACT, pathNot: `${CONTRACT}src/constants\\.ts$`, dependencyTypesNot: ['type-only'] },
    ),
    error('2-sdk-not-server', 'The SDK knows the contract only.', { path: '^client-sdk/' }, { path: '^server/' }),
    error(
      '2-sdk-not-widget',
      'The widget builds on the SDK, not the other way round.',
      { path: SDK },
      { path: '^client-sdk/widget/' },
    ),
    error(
      '2-contract-not-sdk',
      'The contract knows nobody.',
      { path: CONTRACT },
      { path: '^client-sdk/(src|widget)/' },
    ),
    error(
      '3-web-only-sdk',
      'Pages use the SDK as any customer would.',
      { path: WEB },
      { path: `${SERVER}|${CONTRACT}`, pathNot: `${CONTRACT}src/constants\\.ts$`, dependencyTypesNot: ['type-only'] },
    ),
    error(
      '3-web-front-door',
      'Through `@senim/client`, not into its folders.',
      { path: WEB },
      { path: SDK, pathNot: '^client-sdk/src/(index|.*\\.browser)\\.ts$' },
    ),
    error('3-server-not-clients', 'The server knows the contract only.', { path: SERVER }, { path: `${SDK}|${WEB}` }),

    error(
      '4-kernel-is-a-leaf',
      'The kernel imports nothing of ours but the contract.',
      { path: `${SERVER}kernel/` },
      { path: `${SERVER}(?!kernel/)` },
    ),
    error(
      '4-below-features',
      'Features sit above; hand over an interface of the kernel.',
      { path: `${SERVER}(platform|realtime|gateway)/` },
      { path: `${SERVER}(features|app)/` },
    ),
    error(
      '4-not-the-gateway',
      'The gateway is put in front by the composition root.',
      { path: `${SERVER}(platform|realtime|features)/` },
      { path: `${SERVER}gateway/` },
    ),
    error(
      '4-not-the-config',
      'Configuration is handed over in parts by the composition root.',
      { path: `${SERVER}(kernel|platform|realtime|gateway|features)/` },
      { path: `${SERVER}config/` },
    ),
    error(
      '5-front-door',
      'A feature reaches another one only through its index.ts.',
      { path: `${SERVER}features/([^/]+)/` },
      { path: `${SERVER}features/`, pathNot: `${SERVER}features/($1/|[^/]+/index\\.ts$)` },
    ),
    error(
      '5-nobody-imports-app',
      'The composition root is imported by main.ts alone.',
      { path: SERVER, pathNot: ROOTS },
      { path: `${SERVER}app/` },
    ),

    ...Object.entries(WORLDS).map(([name, world]) =>
      error(
        `6-world-${name}`,
        `Only *.${reaching(name).join('.ts and *.')}.ts may import this.`,
        { path: OURS, pathNot: [...reaching(name).map(suffix), ROOTS] },
        { path: world, ...(name === 'socket' ? TYPES_ARE_FREE : {}) },
      ),
    ),
    error(
      '7-pure-stays-pure',
      'A file without suffix imports none with one, not even its types: declare an interface.',
      { path: OURS, pathNot: [ANY_WORLD, ROOTS, '/index\\.ts$'] },
      { path: `${OURS}.*${ANY_WORLD}` },
    ),
    ...SUFFIXES.map((name) =>
      error(
        `7-one-world-${name}`,
        'A file touches one world.',
        { path: `${OURS}.*${suffix(name)}`, pathNot: ROOTS },
        { path: `${OURS}.*${ANY_WORLD}`, pathNot: [name, ...(ALSO[name] ?? [])].map(suffix) },
      ),
    ),

    error(
      '8-sources-not-tests',
      'Sources never import tests.',
      { path: '^(client-sdk|server)/' },
      { path: '^(test|scripts)/' },
    ),
    error(
      '8-journeys-as-a-customer',
      'Journeys use what a customer has; the server is theirs through test/support.',
      { path: '^test/(e2e|chaos)/' },
      { path: SERVER },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    enhancedResolveOptions: {
      conditionNames: ['@senim/source', 'import', 'types', 'default', 'node'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.d.ts'],
    },
  },
};
