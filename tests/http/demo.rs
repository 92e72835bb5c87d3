//! The demo families show what the sample's table promises, so that the README can
//! repeat it.

use tilik_tests::bodies::about_self;
use tilik_tests::{Lists, Server, demo};

#[test]
fn each_demo_nik_shows_what_it_is_for() {
    let server = Server::with(&Lists::demo());
    /// NIK; scheme, paid and through whom; outcome; rules.
    type Case = (&'static str, &'static [(&'static str, bool, &'static str)], &'static str, &'static [&'static str]);
    let cases: [Case; 6] = [
        (demo::LISTED_NOT_PAID, &[("bst", false, "family")], "rejected", &["jps_kab/bst"]),
        (demo::NO_AID, &[], "verifying", &[]),
        (demo::NOT_REGISTERED, &[], "undetermined", &[]),
        (demo::ON_TWO_CARDS, &[], "undetermined", &[]),
        (demo::NUTRITION_ONLY, &[("nutrisi", true, "self")], "verifying", &[]),
        (demo::PAID, &[("pkh", true, "self"), ("bpnt", true, "self")], "rejected", &["jps_kab/pkh", "jps_kab/bpnt"]),
    ];
    for (nik, aid, outcome, rules) in cases {
        let check = server.check(nik);
        let told: Vec<_> = check["aid"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| (line["scheme"].as_str().unwrap(), line["paid"] == true, line["through"].as_str().unwrap()))
            .collect();
        assert_eq!(told, aid, "{nik}");
        let report = server.report(&about_self(nik));
        assert_eq!(report["outcome"], outcome, "{nik}");
        let told: Vec<_> =
            report["reasons"].as_array().unwrap().iter().map(|reason| reason["rule"].as_str().unwrap()).collect();
        assert_eq!(told, rules, "{nik}");
    }
}
