//! The published contract, `/api/openapi.json`, names what there is.

use tilik_tests::Server;

#[test]
fn openapi_names_every_path_of_the_contract() {
    let server = Server::start();
    let answer = server.get("/api/openapi.json").send();
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").starts_with("application/json"));
    let published = answer.json();
    assert!(published["openapi"].as_str().unwrap().starts_with("3.1"), "{}", published["openapi"]);
    for (path, method, success) in [
        ("/api/v1/challenge", "get", "200"),
        ("/api/v1/checks", "post", "200"),
        ("/api/v1/reports", "post", "201"),
        ("/api/v1/reports/status", "post", "200"),
        ("/api/v1/objections", "post", "201"),
        ("/api/v1/rules", "get", "200"),
    ] {
        let operation = &published["paths"][path][method];
        assert!(operation["responses"][success].is_object(), "{method} {path}");
        if method == "post" {
            assert!(operation["requestBody"]["content"]["application/json"]["schema"].is_object(), "{path}");
            assert!(operation["responses"]["422"].is_object(), "{path}");
        }
    }
    // Nothing is referred to that is not there.
    let text = published.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(published["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[test]
fn the_rules_in_force_are_published() {
    let server = Server::start();
    let answer = server.get("/api/v1/rules").send();
    assert_eq!(answer.status, 200);
    assert!(!answer.json()["version"].as_str().unwrap().is_empty());
}
