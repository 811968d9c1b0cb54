/** Where a firm is kept, while a person types it: a folder, or a server with the sign-in to it. */
import type { PlaceForm, SignInForm, Wants } from '$lib/host/types';

/** The name and the secret of a sign-in. */
export class SignIn {
  name = $state('');
  secret = $state('');

  get form(): SignInForm | null {
    return this.secret === '' ? null : { name: this.name.trim(), secret: this.secret };
  }

  forget(): void {
    this.name = this.secret = '';
  }
}

/** One place, as it is typed. */
export class Where {
  kind = $state<'folder' | 'server'>('folder');
  folder = $state('');
  server = $state('');
  wants = $state<Wants>('nothing');
  readonly signIn = new SignIn();
  /** Whether everybody in the firm signs in alike. */
  shared = $state(true);

  get address(): string {
    return this.kind === 'folder' ? this.folder : this.server;
  }

  /** The place, for the program; who joins keeps the sign-in to this computer. */
  get form(): PlaceForm {
    const sign_in = this.kind === 'server' && this.wants !== 'nothing' ? this.signIn.form : null;
    return { address: this.address.trim(), sign_in, shared: sign_in !== null && this.shared };
  }

  /** Whether a secret was typed, so that the page has to be replaced. */
  get holdsSecret(): boolean {
    return this.signIn.secret !== '';
  }
}
