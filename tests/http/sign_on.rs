//! `/api/v1/officer/sign-on`: officers' single sign-on, against a provider of the test's
//! own that can be told to answer wrongly. The browser's part, against a provider of
//! somebody else's, is in `tests/browser/sign_on.test.mjs`.
//!
//! Decided where the contract is silent: whatever the provider sends back leads to the
//! console, and its address says why nobody is signed in; an account that ended is told
//! as one that was never bound.

mod provider;

use provider::Provider;
use serde_json::json;
use tilik_tests::officer::{Officer, PASSWORD, account};
use tilik_tests::{Answer, Request, Server};

const VILLAGE: [&str; 4] = ["--role", "verifier", "--village", "35.10.16.1001"];
const SUBJECT: &str = "7a1c-subject-of-siti";
const START: &str = "/api/v1/officer/sign-on";
const CALLBACK: &str = "/api/v1/officer/sign-on/callback";

#[track_caller]
fn refused(answer: &Answer, status: u16, word: &str) {
    assert_eq!((answer.status, answer.problem().as_str()), (status, word), "{}", answer.text());
}

/// A server whose officers may sign in through that provider.
fn server_of(provider: &Provider) -> Server {
    Server::builder()
        .set("TILIK_OIDC_ISSUER", &provider.issuer())
        .set("TILIK_OIDC_CLIENT", provider::CLIENT)
        .set("TILIK_OIDC_SECRET_FILE", provider.secret_file())
        .set("TILIK_PUBLIC_URL", "https://tilik.example.go.id")
        .set("TILIK_LOG", "trace")
        .start()
}

/// An account bound to [`SUBJECT`].
fn siti(server: &Server) {
    let first = account(server, "siti", &VILLAGE);
    let siti = Officer::stranger(server, "siti");
    siti.sign_in(&first);
    assert_eq!(siti.post("password", &json!({ "old": first, "new": PASSWORD })).status, 204);
    command(server, &["link", "siti", "--subject", SUBJECT]);
}

#[track_caller]
fn command(server: &Server, words: &[&str]) {
    let output = server.command(["officer"].iter().chain(words).copied()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// A sign-on under way in a browser.
struct Begun<'server> {
    server: &'server Server,
    /// What the browser keeps of it.
    cookie: String,
    /// What the provider was asked, parameter by parameter.
    asked: Vec<(String, String)>,
}

impl<'server> Begun<'server> {
    #[track_caller]
    fn at(server: &'server Server) -> Self {
        // As officers' requests: one that was answered before it was read closes the next's.
        let answer = server.post(START).header("Connection", "close").send();
        assert_eq!(answer.status, 200, "{}", answer.text());
        let (cookie, rest) = answer.header("set-cookie").split_once(';').unwrap();
        assert_eq!(rest, format!(" path={CALLBACK}; httponly; samesite=lax; secure; max-age=600"));
        let answer = answer.json();
        let (_, query) = answer["to"].as_str().unwrap().split_once('?').unwrap();
        let asked = query.split('&').map(|pair| pair.split_once('=').unwrap());
        let asked = asked.map(|(name, value)| (name.to_owned(), provider::decoded(value))).collect();
        Self { server, cookie: cookie.to_owned(), asked }
    }

    fn asked(&self, name: &str) -> &str {
        self.asked.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The browser is sent back with that query.
    fn back_with(&self, query: &str) -> Request {
        let request = self.server.get(&format!("{CALLBACK}?{query}"));
        request.header("Cookie", &self.cookie).header("Connection", "close")
    }

    /// The provider signs somebody in and sends the browser back.
    fn back(&self, provider: &Provider) -> Answer {
        let code = provider.code_for(self.asked("nonce"), self.asked("code_challenge"));
        self.back_with(&format!("code={code}&state={}&iss=x&session_state=y", self.asked("state"))).send()
    }
}

/// Where the browser is led, and its cookies by name.
#[track_caller]
fn led(answer: &Answer) -> (String, Vec<(String, String)>) {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let cookies = cookies.map(|cookie| cookie.split_once('=').unwrap());
    (answer.header("location").to_owned(), cookies.map(|(name, rest)| (name.to_owned(), rest.to_owned())).collect())
}

/// Nobody is signed in, and the console's address says why.
#[track_caller]
fn nobody(answer: &Answer, word: &str) {
    let (to, cookies) = led(answer);
    assert_eq!(to, format!("/petugas#masuk={word}"));
    let expected = format!("; path={CALLBACK}; httponly; samesite=lax; secure; max-age=0");
    assert_eq!(cookies, [("tilik_sign_on".to_owned(), expected)]);
}

#[test]
fn an_officer_signs_in_through_the_provider() {
    let provider = Provider::start();
    let server = server_of(&provider);
    siti(&server);
    assert_eq!(server.get(START).send().json(), json!({ "offered": true }));
    let begun = Begun::at(&server);
    assert_eq!(begun.asked("redirect_uri"), format!("https://tilik.example.go.id{CALLBACK}"));
    for (name, value) in
        [("response_type", "code"), ("scope", "openid"), ("code_challenge_method", "S256"), ("client_id", "tilik")]
    {
        assert_eq!(begun.asked(name), value, "{name}");
    }
    provider.signs_in(SUBJECT);
    let (to, cookies) = led(&begun.back(&provider));
    assert_eq!(to, "/petugas");
    let names: Vec<_> = cookies.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["tilik_sign_on", "tilik_petugas", "tilik_browser"]);
    let session = &cookies[1].1;
    assert!(session.ends_with("; path=/api/v1/officer; httponly; samesite=strict; secure"), "{session}");
    let token = session.split(';').next().unwrap();
    let answer = server.get("/api/v1/officer/session").header("Cookie", &format!("tilik_petugas={token}")).send();
    assert_eq!((answer.status, &answer.json()["name"]), (200, &json!("siti")));

    let auditor = Officer::at_work(&server, "auditor", &["--role", "auditor"]);
    let trail = auditor.get("trail").json();
    let deeds: Vec<_> =
        trail["entries"].as_array().unwrap().iter().map(|entry| (&entry["by"], &entry["deed"])).collect();
    assert!(deeds.contains(&(&json!("siti"), &json!("signed_in_oidc"))), "{deeds:?}");
    assert!(deeds.contains(&(&json!(""), &json!("account_linked"))), "{deeds:?}");
    let (log, stored) = (server.log(), server.stored());
    let (stored, trail) = (String::from_utf8_lossy(&stored), trail.to_string());
    let told = provider.told();
    for hidden in
        [SUBJECT, provider::SECRET, &told.code, &told.token, begun.asked("state"), begun.asked("nonce"), token]
    {
        assert!(!log.contains(hidden) && !stored.contains(hidden) && !trail.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_first_password_is_changed_whichever_way_its_owner_came() {
    let provider = Provider::start();
    let server = server_of(&provider);
    account(&server, "siti", &VILLAGE);
    command(&server, &["link", "siti", "--subject", SUBJECT]);
    provider.signs_in(SUBJECT);
    let (_, cookies) = led(&Begun::at(&server).back(&provider));
    let token = cookies[1].1.split(';').next().unwrap();
    let asks = |path: &str| server.get(path).header("Cookie", &format!("tilik_petugas={token}")).send();
    assert_eq!(asks("/api/v1/officer/session").json()["must_change_password"], true);
    refused(&asks("/api/v1/officer/queue"), 403, "must_change_password");
}

#[test]
fn who_is_bound_to_no_account_or_an_ended_one_is_told_the_same() {
    let provider = Provider::start();
    let server = server_of(&provider);
    siti(&server);
    provider.signs_in("somebody else");
    nobody(&Begun::at(&server).back(&provider), "not_linked");
    provider.signs_in(SUBJECT);
    assert_eq!(led(&Begun::at(&server).back(&provider)).0, "/petugas");
    command(&server, &["unlink", "siti"]);
    nobody(&Begun::at(&server).back(&provider), "not_linked");
    command(&server, &["link", "siti", "--subject", SUBJECT]);
    account(&server, "budi", &VILLAGE);
    let taken = server.command(["officer", "link", "budi", "--subject", SUBJECT]).output().unwrap();
    assert!(!taken.status.success() && !String::from_utf8_lossy(&taken.stderr).contains(SUBJECT), "{taken:?}");
    command(&server, &["end", "siti"]);
    nobody(&Begun::at(&server).back(&provider), "not_linked");
}

#[test]
fn an_answer_to_no_question_of_this_browsers_signs_nobody_in() {
    let provider = Provider::start();
    let server = server_of(&provider);
    siti(&server);
    provider.signs_in(SUBJECT);
    let (one, other) = (Begun::at(&server), Begun::at(&server));
    let code = |begun: &Begun| provider.code_for(begun.asked("nonce"), begun.asked("code_challenge"));
    let state = one.asked("state");
    for query in [
        String::new(),
        format!("code={}", code(&one)),
        format!("code={}&state=", code(&one)),
        format!("code={}&state={}", code(&one), other.asked("state")),
        format!("code={}&state={state}&state={state}", code(&one)),
        format!("error=access_denied&state={state}"),
        format!("state={state}"),
    ] {
        nobody(&one.back_with(&query).send(), "unfinished");
    }
    // Another's answer in this browser, and this browser's without what it keeps.
    nobody(&one.back_with(&format!("code={}&state={}", code(&other), other.asked("state"))).send(), "unfinished");
    let answer = server.get(&format!("{CALLBACK}?code={}&state={state}", code(&one))).send();
    nobody(&answer, "unfinished");
    let forged = server.get(&format!("{CALLBACK}?code={}&state={state}", code(&one)));
    nobody(&forged.header("Cookie", "tilik_sign_on=AAAA").send(), "unfinished");

    assert_eq!(led(&one.back(&provider)).0, "/petugas", "nothing of it was used up");
    nobody(&one.back(&provider), "unfinished");
    assert_eq!(provider.told().exchanges, 1, "the provider is asked about this browser's own alone");
}

#[test]
fn a_token_that_is_wrong_in_one_way_signs_nobody_in() {
    let provider = Provider::start();
    let server = server_of(&provider);
    siti(&server);
    provider.signs_in(SUBJECT);
    for wrong in ["nonce", "aud", "iss", "exp", "sub", "signature", "none", "hs256", "missing", "code"] {
        provider.goes_wrong(wrong);
        let answer = Begun::at(&server).back(&provider);
        let (to, cookies) = led(&answer);
        assert_eq!((to.as_str(), cookies.len()), ("/petugas#masuk=unfinished", 1), "{wrong}");
    }
    provider.goes_wrong("");
    assert_eq!(led(&Begun::at(&server).back(&provider)).0, "/petugas");
}

#[test]
fn a_provider_that_changed_its_keys_is_asked_for_them() {
    let provider = Provider::start();
    let server = server_of(&provider);
    siti(&server);
    provider.signs_in(SUBJECT);
    assert_eq!(led(&Begun::at(&server).back(&provider)).0, "/petugas");
    assert_eq!(led(&Begun::at(&server).back(&provider)).0, "/petugas");
    assert_eq!(provider.told().discoveries, 1, "its keys are kept");
    provider.changes_keys();
    assert_eq!(led(&Begun::at(&server).back(&provider)).0, "/petugas");
    assert_eq!(provider.told().discoveries, 2);
}

#[test]
fn any_server_of_an_installation_finishes_what_another_began() {
    let provider = Provider::start();
    let server = server_of(&provider);
    siti(&server);
    provider.signs_in(SUBJECT);
    let other = server.another();
    let begun = Begun::at(&server);
    let moved = Begun { server: &other, cookie: begun.cookie.clone(), asked: begun.asked.clone() };
    assert_eq!(led(&moved.back(&provider)).0, "/petugas");
    nobody(&begun.back(&provider), "unfinished");
}

#[test]
fn without_the_provider_passwords_go_on_working() {
    let provider = Provider::start();
    let server = server_of(&provider);
    siti(&server);
    for wrong in ["status", "redirect", "issuer", "garbage", "flood", "page"] {
        provider.goes_wrong(wrong);
        refused(&server.post(START).send(), 503, "provider_unavailable");
    }
    provider.goes_wrong("");
    let begun = Begun::at(&server);
    for wrong in ["token status", "token garbage", "token redirect", "secret"] {
        provider.goes_wrong(wrong);
        let (to, cookies) = led(&Begun::at(&server).back(&provider));
        assert_eq!((to.as_str(), cookies.len()), ("/petugas#masuk=provider_unavailable", 1), "{wrong}");
    }
    provider.stop();
    nobody(&begun.back(&provider), "provider_unavailable");
    assert_eq!(Officer::stranger(&server, "siti").sign_in(PASSWORD).status, 201);
    assert_eq!(server.get(START).send().json(), json!({ "offered": true }));
    assert!(server.log().contains("the provider"), "an operator is told");
}

#[test]
fn where_there_is_no_provider_nothing_is_offered() {
    let server = Server::start();
    assert_eq!(server.get(START).send().json(), json!({ "offered": false }));
    refused(&server.post(START).send(), 404, "not_found");
    refused(&server.get(CALLBACK).send(), 404, "not_found");
    account(&server, "siti", &VILLAGE);
    let linked = server.command(["officer", "link", "siti", "--subject", SUBJECT]).output().unwrap();
    assert!(String::from_utf8_lossy(&linked.stderr).contains("TILIK_OIDC_ISSUER"), "{linked:?}");
}
