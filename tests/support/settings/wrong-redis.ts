import { redisMissing } from '../newsloom.ts'
import type { SettingsServers } from './servers.ts'
import { at, type WrongSetting } from './wrong-setting.ts'

const redis = (what: string, url: (servers: SettingsServers) => string, sentence: RegExp): WrongSetting => ({
  what,
  env: (servers) => ({ REDIS_URL: url(servers) }),
  sentence,
  missing: () => redisMissing() && 'redis-server',
})

/** Settings of Redis with which no worker can work, each with what the message must say. */
export const wrongRedis: readonly WrongSetting[] = [
  // Faults in the text of the address.
  redis('an address of another queue', () => 'amqp://a:hush@h', /REDIS_URL is not.*redis:\/\//),
  redis('Sentinels without a name', () => 'redis+sentinel://:hush@h', /ends with \/NAME/),
  redis('a cluster with a database number', () => 'redis+cluster://:hush@h/3', /without a database number/),
  redis(
    'several hosts that are no cluster',
    () => 'redis://:hush@h,i',
    /several are named as redis\+sentinel/,
  ),

  // Faults on the way to the server.
  redis(
    'Redis on an unknown host',
    () => 'redis://:hush@no-such-host.invalid',
    /no host of that name|cannot be looked up/,
  ),
  redis(
    'Redis on a port where nothing listens',
    ({ freePort }) => `redis://:hush@${at(freePort)}`,
    /nothing listens on that port/,
  ),
  redis('a Redis that says nothing', ({ silent }) => `redis://${at(silent)}`, /no answer within 5 s/),
  redis(
    'a Redis without TLS where TLS is wanted',
    ({ redis }) => `rediss://${at(redis!.port)}`,
    /not speak TLS/,
  ),
  redis(
    'a Redis whose certificate is of an unknown CA',
    ({ redisTlsPort }) => `rediss://localhost:${redisTlsPort}`,
    /signed by a CA that this machine does not know; name the file of the CA in NODE_EXTRA_CA_CERTS/,
  ),

  // Faults of the login, and servers of the wrong kind.
  redis('a missing password of Redis', ({ locked }) => `redis://${at(locked!.port)}`, /wants a password/),
  redis(
    'a wrong password of Redis',
    ({ locked }) => `redis://:hushhush@${at(locked!.port)}`,
    /refuses the user or the password/,
  ),
  redis(
    'an unknown user of Redis',
    ({ locked }) => `redis://nobody:hushhush@${at(locked!.port)}`,
    /refuses the user or the password/,
  ),
  redis(
    'a user of Redis who may not write',
    ({ locked }) => `redis://reader:hush@${at(locked!.port)}`,
    /may not run SET on newsloom:\*/,
  ),
  redis(
    'a user of Redis who may not ask what it is',
    ({ locked }) => `redis://blind:hush@${at(locked!.port)}`,
    /may not run INFO/,
  ),
  redis(
    'a Redis that may evict keys',
    ({ evicting }) => `redis://${at(evicting!.port)}`,
    /allkeys-lru.*noeviction/,
  ),
  redis(
    'a node of a cluster as a server',
    ({ cluster }) => `redis://${at(cluster!.primaries[0]!.port)}`,
    /is a node of a cluster.*write redis\+cluster:\/\/127/,
  ),
  redis(
    'a Sentinel as a server',
    ({ sentinelPort }) => `redis://${at(sentinelPort)}`,
    /is a Sentinel.*write redis\+sentinel:\/\/127/,
  ),
  redis(
    'a replica',
    ({ replica }) => `redis://${at(replica!.port)}`,
    /is a replica and takes no writes: name its primary/,
  ),
  redis(
    'a server as a Sentinel',
    ({ redis }) => `redis+sentinel://${at(redis!.port)}/loom`,
    /is no Sentinel/,
  ),
  redis(
    'a name that the Sentinels do not know',
    ({ sentinels }) => sentinels!.url.replace('/loom', '/lom'),
    /knows no primary "lom"/,
  ),
  redis('a server as a cluster', ({ redis }) => `redis+cluster://${at(redis!.port)}`, /a server of its own/),
  redis(
    'a Sentinel as a cluster',
    ({ sentinelPort }) => `redis+cluster://${at(sentinelPort)}`,
    /a Sentinel: write redis\+sentinel/,
  ),
  redis(
    'a cluster of which most is gone',
    ({ brokenCluster }) => brokenCluster!.url,
    /is not whole \(cluster_state fail/,
  ),
]
