/** The engine's own function behind its membrane; apart, so that specs can do without the engine. */
export { unwrap } from 'lwc';
