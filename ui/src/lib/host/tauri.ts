/** The host as the desktop program gives it. */
import { listen } from '@tauri-apps/api/event';
import { commands } from './bindings.gen';
import type { Host } from './types';

/** Makes the host that talks to the desktop program. */
export function makeTauriHost(): Host {
  return {
    ...commands,
    on(name, hear) {
      const stop = listen<Parameters<typeof hear>[0]>(name, (event) => hear(event.payload));
      return () => void stop.then((unlisten) => unlisten());
    },
  };
}
