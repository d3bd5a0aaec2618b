//! Simulations and searches: bodies of readings into what `domain::allocation` reads, and its figures as they are
//! answered. All of it is plain computation, to be run in a turn of `crate::turns`: first everything is checked, then
//! there is [`Work`] to be done, at once or beside the requests.
//!
//! Must never know: the database, HTTP; whether a key that it is given is stored.

mod figures;
mod input;
mod search;
mod simulate;
pub(crate) mod stored;
mod work;

pub(crate) use search::SearchWork;
pub(crate) use simulate::SimulationWork;
pub(crate) use work::Work;
