import { writeModule } from './keccak-module.ts';

/** An instance of the module that `writeModule` describes, with a memory of its own. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly hash: (from: number, count: number, to: number) => void;
  readonly absorb: (from: number, count: number, state: number) => void;
}

/** What core uses of WebAssembly. TypeScript declares it only together with a browser's other globals. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Kernel };
}

declare const WebAssembly: WebAssemblyApi;

/** The module, compiled at the first call; null where this platform cannot or may not compile it. */
let compiled: object | null | undefined;

/**
 * Returns a new instance of the kernel. Null where there is no WebAssembly or it has no 128-bit vectors, where a content security policy
 * forbids it, or where a page may not compile a module of this size at once, as in versions of Chromium before 2023.
 */
export function openKernel(): Kernel | null {
  try {
    if (compiled === undefined) compiled = new WebAssembly.Module(writeModule());
    return compiled === null ? null : new WebAssembly.Instance(compiled).exports;
  } catch {
    compiled = null;
    return null;
  }
}
