import '@testing-library/svelte/vitest';
import { configure } from '@testing-library/svelte';
import { afterEach, vi } from 'vitest';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => void vi.useRealTimers());
