/**
 * Jest transform for our TypeScript: the same erasure of types that Node does when it runs the product, and nothing else,
 * so a test runs the code that production runs.
 */
const { createHash } = require('node:crypto');
const { stripTypeScriptTypes } = require('node:module');

module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
  getCacheKey: (source) => createHash('sha256').update(process.version).update(source).digest('hex'),
};
