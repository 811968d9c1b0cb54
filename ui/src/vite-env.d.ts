/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** `1` puts the sample host into a build, to look at it in a browser. */
  readonly VITE_FAKE?: string;
}
