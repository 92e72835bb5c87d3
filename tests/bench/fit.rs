//! How measures grow with the size.

use crate::table::Table;

/// What was measured at each size.
pub struct Growth {
    engine: &'static str,
    factors: Vec<f64>,
    measures: Vec<Measure>,
}

struct Measure {
    name: String,
    unit: String,
    figures: Vec<f64>,
}

impl Growth {
    /// Nothing yet, of the sizes `factors`.
    pub const fn new(engine: &'static str, factors: Vec<f64>) -> Self {
        Self { engine, factors, measures: Vec::new() }
    }

    /// A measure at the next size; sizes come in their order.
    pub fn add(&mut self, name: &str, unit: &str, figure: f64) {
        let at = self.measures.iter().find(|measure| measure.name == name).map_or(0, |measure| measure.figures.len());
        println!("  {}×, {name}: {}", self.factors[at], with_unit(figure, unit));
        match self.measures.iter_mut().find(|measure| measure.name == name) {
            Some(measure) => measure.figures.push(figure),
            None => {
                self.measures.push(Measure { name: name.into(), unit: unit.into(), figures: vec![figure] });
            }
        }
    }

    /// A row for each measure: the last size against 1×, the exponent, the figures.
    pub fn rows(&self, table: &mut Table) {
        let base = self.factors.iter().position(|factor| (factor - 1.0).abs() < 1e-9).unwrap_or(0);
        for measure in &self.measures {
            let (first, last) = (measure.figures[base], measure.figures[measure.figures.len() - 1]);
            let (exponent, off) = power_law(&self.factors, &measure.figures);
            let at: Vec<String> = self
                .factors
                .iter()
                .zip(&measure.figures)
                .map(|(factor, figure)| format!("{factor}×: {}", with_unit(*figure, &measure.unit)))
                .collect();
            // Two points always lie on a line.
            let off = if at.len() > 2 { format!(" (within {:.0} % of the fit)", off * 100.0) } else { String::new() };
            table.row(
                &format!("{}, {}", self.engine, measure.name),
                format!("{:.2}  n^{exponent:.2}", last / first),
                format!("{}{off}", at.join(", ")),
            );
        }
    }
}

/// The exponent of the power law through the points, by least squares of their
/// logarithms, and how far the farthest point lies from it.
fn power_law(sizes: &[f64], figures: &[f64]) -> (f64, f64) {
    let points: Vec<(f64, f64)> = sizes.iter().zip(figures).map(|(size, figure)| (size.ln(), figure.ln())).collect();
    let count = points.len() as f64;
    let (mean_x, mean_y) = (
        points.iter().map(|point| point.0).sum::<f64>() / count,
        points.iter().map(|point| point.1).sum::<f64>() / count,
    );
    let (mut together, mut alone) = (0.0, 0.0);
    for (x, y) in &points {
        together += (x - mean_x) * (y - mean_y);
        alone += (x - mean_x).powi(2);
    }
    let exponent = if alone > 0.0 { together / alone } else { 0.0 };
    let off = points.iter().map(|(x, y)| (y - mean_y - exponent * (x - mean_x)).abs().exp_m1()).fold(0.0, f64::max);
    (exponent, off)
}

fn with_unit(figure: f64, unit: &str) -> String {
    let digits = if figure < 1.0 {
        3
    } else if figure < 100.0 {
        1
    } else {
        0
    };
    let space = if unit.starts_with('/') { "" } else { " " };
    format!("{figure:.digits$}{space}{unit}")
}
