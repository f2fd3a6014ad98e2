/** Preflight: whether a connection is ready to go live. */
import type { PreflightDesk } from '../../preflight/index.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

export function preflightEndpoints(desk: PreflightDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/preflight',
      summary: 'The last look at whether everything is ready: a score of 0 to 100 and each check with its state, figures, records and remedy',
      input: nothing,
      run: (connection) => desk.last(connection),
    }),
    endpoint({
      method: 'post',
      path: '/preflight',
      summary: 'Looks anew; it goes on by itself, and GET tells when it is through. Reads both platforms, writes nothing',
      input: nothing,
      run: (connection) => desk.look(connection),
    }),
  ];
}
