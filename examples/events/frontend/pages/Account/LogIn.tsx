import { Form, Head, Link } from '@inertiajs/react'
import { Field, useFocusFirstInvalid } from '../../parts/Field'
import { Threshold } from '../../parts/Threshold'
import { routes, type Forms } from '../../types'

export default function AccountLogIn() {
  const focusFirstInvalid = useFocusFirstInvalid('log-in')
  return (
    <>
      <Head title="Log in" />
      <Threshold
        title="Come back in"
        text={
          <>
            No key yet? <Link href={routes.signUp.form()}>Sign up</Link>, it takes four fields.
          </>
        }
      >
        <Form<Forms['LogInForm']> id="log-in" action={routes.logIn.send()} className="form sheet" noValidate resetOnError={['password']} onError={focusFirstInvalid}>
          {({ errors, processing }) => (
            <>
              <Field label="E-mail" name="email" error={errors.email}>
                {(control) => <input {...control} type="email" autoComplete="username" autoFocus />}
              </Field>
              <Field label="Password" name="password" error={errors.password}>
                {(control) => <input {...control} type="password" autoComplete="current-password" />}
              </Field>
              <button className="button button-strong" disabled={processing}>
                {processing ? 'Looking for your key…' : 'Log in'}
              </button>
            </>
          )}
        </Form>
      </Threshold>
    </>
  )
}
