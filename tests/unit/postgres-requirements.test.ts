import { describe, expect, it } from 'vitest'
import { explainConnection } from '../../src/adapters/postgres/explain.ts'
import {
  type ServerFacts,
  whyNotMigratable,
  whyNotUsable,
  whyNotWritable,
} from '../../src/adapters/postgres/requirements.ts'

const good: ServerFacts = {
  version: 180_001,
  encoding: 'UTF8',
  database: 'news',
  role: 'plain',
  standby: false,
  readOnly: false,
  mayCreateSchema: true,
  mayCreateTable: true,
  hasTrgm: false,
  mayCreateTrgm: true,
  missingRoles: [],
  mayCreateRole: true,
  owner: null,
  isOwner: false,
}

describe('what a server must be like', () => {
  it.each([
    [{}, undefined],
    [{ version: 140_000 }, undefined],
    [{ version: 130_016 }, /PostgreSQL 13, and Newsloom needs 14 or newer: nothing was changed/],
    [
      { encoding: 'LATIN1' },
      /has the encoding LATIN1.*create database news encoding 'UTF8' template template0/,
    ],
    [{ encoding: 'SQL_ASCII', database: 'My News' }, /create database "My News" encoding/],
  ])('%o', (facts, sentence) => {
    const found = whyNotUsable({ ...good, ...facts })
    if (sentence) expect(found).toMatch(sentence)
    else expect(found).toBeUndefined()
  })

  it('a worker needs one that it can write to', () => {
    expect(whyNotWritable(good)).toBeUndefined()
    expect(whyNotWritable({ ...good, standby: true })).toMatch(/standby.*name the primary/)
    expect(whyNotWritable({ ...good, readOnly: true })).toMatch(
      /only read.*alter database news set default_transaction_read_only = off/,
    )
  })

  it.each([
    [{}, undefined],
    [{ owner: 'plain', isOwner: true, mayCreateSchema: false, mayCreateTable: false }, undefined],
    [{ owner: 'boss' }, /belong to the role "boss".*run "newsloom migrate" as "boss"/],
    [{ mayCreateTable: false }, /: grant create on schema public to plain$/],
    [{ mayCreateSchema: false }, /: grant create on database news to plain$/],
    [
      { mayCreateSchema: false, mayCreateTable: false, role: 'news-app' },
      /: grant create on database news to "news-app"; grant create on schema public to "news-app"$/,
    ],
    [{ mayCreateTrgm: false }, /: create extension pg_trgm$/],
    [{ mayCreateTrgm: false, hasTrgm: true }, undefined],
    [{ missingRoles: ['news_reader'] }, undefined],
    [{ mayCreateRole: false }, undefined],
    [
      { mayCreateRole: false, missingRoles: ['news_reader', 'newsloom_worker'] },
      /: create role news_reader nologin; create role newsloom_worker nologin$/,
    ],
  ])('a role that migrates: %o', (facts, sentence) => {
    const found = whyNotMigratable({ ...good, ...facts })
    if (sentence) expect(found).toMatch(sentence)
    else expect(found).toBeUndefined()
  })
})

describe('a connection that does not come about is explained', () => {
  it.each([
    ['28P01', 'password authentication failed for user "loom"', /refuses the password of the user "loom"/],
    ['28000', 'role "x" is not permitted to log in', /does not let the user "x" log in/],
    [
      '28000',
      'no pg_hba.conf entry for host "1.2.3.4", user "x", database "y", no encryption',
      /pg_hba.*sslmode=require/,
    ],
    ['28P01', 'Passwort-Authentifizierung für Benutzer »loom« fehlgeschlagen', /of the user "loom"/],
    [
      '28P01',
      "l'authentification par mot de passe a échoué pour l'utilisateur « loom »",
      /of the user "loom"/,
    ],
    [
      '28000',
      'kein pg_hba.conf-Eintrag für Host »1.2.3.4«, Benutzer »x«, Datenbank »y«, keine Verschlüsselung',
      /user "x" not in from here.*pg_hba/,
    ],
    ['3D000', 'database "y" does not exist', /no such database.*createdb/],
    ['53300', 'sorry, too many clients already', /no connection left.*max_connections/],
    ['57P03', 'the database system is starting up', /starting up/],
    [
      '08P01',
      'server login has been failing, try again later (server_login_retry)',
      /pooler there cannot reach the server behind it/,
    ],
    [
      '',
      'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
      /wants a password.*PGPASSWORD/,
    ],
    ['', 'The server does not support SSL connections', /does not speak TLS/],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'self-signed certificate in certificate chain',
      /CA that this machine does not know.*sslrootcert/,
    ],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'x', /for another name.*into DATABASE_URL/],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND nowhere', /no host of that name/],
    ['ECONNREFUSED', 'connect ECONNREFUSED', /nothing listens on that port/],
    ['', 'timeout exceeded when trying to connect', /answers nothing/],
    ['', 'Connection terminated unexpectedly', /closed the connection/],
    ['42704', 'unrecognized configuration parameter "idle_session_timeout"', /older than PostgreSQL 14/],
  ])('%s %s', (code, message, sentence) => {
    expect(explainConnection(Object.assign(new Error(message), { code }))).toMatch(sentence)
  })
})
