/**
 * A program that logs in with `@salesforce/core` by JWT, queries, loses its session, and queries again. It runs in a process
 * of its own because the library keeps its files in the home directory the process was started with.
 * Arguments: instance URL, client id, private key file, username. Prints one line of JSON.
 */
import { AuthInfo, Connection } from '@salesforce/core';

const [loginUrl = '', clientId = '', privateKeyFile = '', username = ''] = process.argv.slice(2);
const authInfo = await AuthInfo.create({ username, oauth2Options: { clientId, privateKeyFile, loginUrl } });
const connection = await Connection.create({ authInfo, connectionOptions: { version: '68.0' } });
const { records } = await connection.query<{ Username: string }>(`SELECT Username FROM User WHERE Username = '${username}'`);
await fetch(`${loginUrl}/__sandbox/tokens/expire`, { method: 'POST' });
const again = await connection.query('SELECT Id FROM User LIMIT 1');
console.log(
  JSON.stringify({
    instanceUrl: connection.instanceUrl,
    username: records[0]?.Username,
    newest: await connection.retrieveMaxApiVersion(),
    afterExpiry: again.totalSize,
    orgId: authInfo.getFields().orgId,
  }),
);
