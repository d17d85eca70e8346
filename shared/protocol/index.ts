export * from './client-frames.ts';
export * from './error-codes.ts';
export * from './fields.ts';
export * from './http.ts';
export * from './limits.ts';
export * from './server-frames.ts';
export * from './version.ts';
