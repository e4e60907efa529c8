import { Form, Head, Link } from '@inertiajs/react'
import { Field, useFocusFirstInvalid } from '../../parts/Field'
import { Threshold } from '../../parts/Threshold'
import { Travel } from '../../parts/Travel'
import { routes, type Forms } from '../../types'

/** Each field is checked when it is left, and all of them when the form is sent. */
export default function AccountSignUp() {
  const focusFirstInvalid = useFocusFirstInvalid('sign-up')
  return (
    <>
      <Head title="Sign up" />
      <Threshold
        title="Get a key"
        labels={<Travel kind="live" prop="SignUpForm" />}
        text={
          <>
            With a key you can put events into the programme, and like those of others. Have one? <Link href={routes.logIn.form()}>Log in</Link>.
          </>
        }
      >
        <Form<Forms['SignUpForm']> id="sign-up" action={routes.signUp.send()} className="form sheet" noValidate validationTimeout={250} onError={focusFirstInvalid}>
          {({ errors, processing, valid, validate }) => (
            <>
              <Field label="Name" name="name" error={errors.name} valid={valid('name')} hint="As others will read it">
                {(control) => <input {...control} autoComplete="name" autoFocus onBlur={() => validate('name')} />}
              </Field>
              <Field label="E-mail" name="email" error={errors.email} valid={valid('email')} hint="To log in with; nobody sees it">
                {(control) => <input {...control} type="email" autoComplete="username" onBlur={() => validate('email')} />}
              </Field>
              <Field label="Password" name="password" error={errors.password} valid={valid('password')} hint="Ten characters or more">
                {(control) => <input {...control} type="password" autoComplete="new-password" onBlur={() => validate('password')} />}
              </Field>
              <Field label="The same password again" name="passwordAgain" error={errors.passwordAgain} valid={valid('passwordAgain')}>
                {(control) => <input {...control} type="password" autoComplete="new-password" onBlur={() => validate('passwordAgain')} />}
              </Field>
              <button className="button button-strong" disabled={processing}>
                {processing ? 'Cutting your key…' : 'Sign up'}
              </button>
            </>
          )}
        </Form>
      </Threshold>
    </>
  )
}
