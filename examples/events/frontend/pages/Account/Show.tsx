import { Form, Head, Link } from '@inertiajs/react'
import { Field, useFocusFirstInvalid } from '../../parts/Field'
import { Threshold } from '../../parts/Threshold'
import { Travel } from '../../parts/Travel'
import { routes, type Forms, type PageProps } from '../../types'

/** Two forms on one page. Each names its error bag, so that no message strays into the other one. */
export default function AccountShow({ account }: PageProps<'Account/Show'>) {
  const focusInName = useFocusFirstInvalid('rename')
  const focusInPassword = useFocusFirstInvalid('change-password')
  return (
    <>
      <Head title="Your account" />
      <Threshold
        title="Your key"
        labels={<Travel kind="encrypted" prop="account" />}
        text={
          <>
            You log in as <b>{account.email}</b>. What you have put into the programme is <Link href={routes.events.mine()}>on a page of its own</Link>.
          </>
        }
      >
        <Form<Forms['NameForm']>
          id="rename"
          action={routes.account.rename()}
          errorBag="name"
          className="form sheet"
          noValidate
          options={{ preserveScroll: true }}
          onError={focusInName}
        >
          {({ errors, processing }) => (
            <>
              <h2>Your name</h2>
              <Travel kind="errors" prop="bag: name" />
              <Field label="Name" name="name" error={errors.name} hint="As others read it">
                {(control) => <input {...control} defaultValue={account.name} autoComplete="name" />}
              </Field>
              <button className="button" disabled={processing}>
                {processing ? 'Changing…' : 'Change the name'}
              </button>
            </>
          )}
        </Form>
        <Form<Forms['PasswordForm']>
          id="change-password"
          action={routes.account.changePassword()}
          errorBag="password"
          className="form sheet"
          noValidate
          options={{ preserveScroll: true }}
          resetOnSuccess
          onError={focusInPassword}
        >
          {({ errors, processing }) => (
            <>
              <h2>Your password</h2>
              <Travel kind="errors" prop="bag: password" />
              {/* Password managers look for the name that a new password belongs to. */}
              <input type="hidden" autoComplete="username" value={account.email} readOnly />
              <Field label="The password you have" name="current" error={errors.current}>
                {(control) => <input {...control} type="password" autoComplete="current-password" />}
              </Field>
              <Field label="The password you want" name="password" error={errors.password} hint="Ten characters or more">
                {(control) => <input {...control} type="password" autoComplete="new-password" />}
              </Field>
              <Field label="The same again" name="passwordAgain" error={errors.passwordAgain}>
                {(control) => <input {...control} type="password" autoComplete="new-password" />}
              </Field>
              <button className="button" disabled={processing}>
                {processing ? 'Changing…' : 'Change the password'}
              </button>
            </>
          )}
        </Form>
      </Threshold>
    </>
  )
}
