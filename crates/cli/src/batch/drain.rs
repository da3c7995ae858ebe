//! The end of the belt: takes worked records in order, writes them, and notes what is finished.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};
use thaido::io::{Checkpoint, Deduplicator, Journal, OutputError, PartialFile, Reject, Repeat};

use super::arguments::BatchArguments;
use super::plan::{Noted, Plan, Target};
use super::progress::Progress;
use super::rejects::Rejects;
use super::tally::Tally;
use super::worker::{Done, Worked};
use super::writer::Writer;
use super::{Task, counted, say};
use crate::exit::Outcome;
use crate::output;

/// Everything that is written while a run goes on.
pub(crate) struct Drain<'p> {
    plan: &'p Plan,
    task: &'p dyn Task,
    arguments: &'p BatchArguments,
    progress: Progress,
    /// The output that is being written, and its number.
    writer: Option<Writer>,
    number: usize,
    rejects: Option<Rejects>,
    journal: Option<Journal>,
    /// The last checkpoint of this run or of the interrupted one: its bytes in the output.
    noted: Option<u64>,
    noted_at: Instant,
    /// Where the next checkpoint would stand: source, records of it, and their checksum.
    place: (usize, u64, u32),
    /// Whether the place of the interruption has been met again.
    arrived: bool,
    tally: Tally,
    since: Tally,
    seen: Deduplicator,
}

impl<'p> Drain<'p> {
    /// Opens every output that can be opened before the work.
    pub(crate) fn new(
        plan: &'p Plan,
        task: &'p dyn Task,
        arguments: &'p BatchArguments,
        progress: Progress,
    ) -> anyhow::Result<Self> {
        if let Some(path) = &arguments.summary {
            output::refuse_existing(path, plan.may_replace)?;
        }
        let resumed = plan.resumed.as_ref();
        if let (Target::Each(directory, paths), None) = (&plan.target, resumed) {
            fs::create_dir_all(directory)
                .with_context(|| format!("{} cannot be made", directory.display()))?;
            if let Some(path) = paths.iter().find(|path| path.exists() && !plan.may_replace) {
                return Err(OutputError::Exists { path: path.clone() }.into());
            }
        }
        let number = match plan.target {
            Target::Each(..) => resumed.map_or(0, |resumed| resumed.last.source),
            _ => 0,
        };
        let last = resumed.map(|resumed| &resumed.last);
        let mut drain = Drain {
            plan,
            task,
            arguments,
            progress,
            writer: None,
            number,
            rejects: None,
            journal: None,
            noted: last.map(|last| last.bytes),
            noted_at: Instant::now(),
            place: last.map_or((0, 0, 0), |last| (last.source, last.records, last.digest)),
            arrived: last.is_none_or(|last| last.records == 0),
            tally: resumed
                .map(|resumed| resumed.tally.clone())
                .unwrap_or_default(),
            since: Tally::default(),
            seen: Deduplicator::default(),
        };
        drain.open(last.map(|last| (last.bytes, last.tally.columns.clone())))?;
        if let Some(path) = &arguments.rejects {
            let length = last.map_or(0, |last| last.rejects);
            drain.rejects = Some(Rejects::open(path, length, plan.may_replace)?);
        }
        if let Some(anchor) = plan.journal() {
            drain.journal = Some(match last {
                Some(_) => Journal::open::<Noted>(&anchor, &plan.settings)?.0,
                None => Journal::begin(&anchor, &plan.settings)?,
            });
            if last.is_some() {
                drain.hold();
            }
        }
        Ok(drain)
    }

    /// Opens output `self.number`, at the place where an interrupted run had stopped.
    fn open(&mut self, resumed: Option<(u64, Option<Vec<String>>)>) -> anyhow::Result<()> {
        let Some(path) = self.path().map(Path::to_owned) else {
            if matches!(self.plan.target, Target::Stdout) {
                self.writer = Some(Writer::stdout(
                    self.plan.format,
                    self.task,
                    self.arguments.line_buffered,
                ));
            }
            return Ok(());
        };
        if let (Target::Each(..), Some(parent)) = (&self.plan.target, path.parent()) {
            fs::create_dir_all(parent)
                .with_context(|| format!("{} cannot be made", parent.display()))?;
        }
        let (file, others) = match resumed {
            Some((length, others)) if length > 0 => (PartialFile::resume(&path, length)?, others),
            _ => (PartialFile::create(&path, self.plan.may_replace)?, None),
        };
        let writer = Writer::file(file, self.plan.format, self.task, others);
        self.writer = Some(writer.unbuffered(self.arguments.line_buffered));
        Ok(())
    }

    /// The name of the output that is being written.
    fn path(&self) -> Option<&Path> {
        match &self.plan.target {
            Target::Stdout => None,
            Target::One(path) => Some(path),
            Target::Each(_, paths) => paths.get(self.number).map(PathBuf::as_path),
        }
    }

    /// Takes the next record.
    pub(crate) fn take(&mut self, worked: Worked) -> anyhow::Result<()> {
        let Worked {
            origin,
            bytes,
            fingerprint,
            result,
        } = worked;
        if let Done::Before = result {
            return self.pass(&origin, fingerprint.as_ref());
        }
        self.check_resumption()?;
        while matches!(self.plan.target, Target::Each(..)) && self.number < origin.number {
            self.next_output()?;
        }
        self.since.bytes += bytes;
        let repeat = fingerprint.and_then(|fingerprint| self.seen.admit(&fingerprint));
        match (result, repeat) {
            (Done::Rejected(reject), _) => self.reject(reject)?,
            (_, Some(Repeat::Exact)) => self.since.exact += 1,
            (_, Some(Repeat::Near)) => self.since.near += 1,
            (Done::Text(text, tally), None) => {
                self.since.add(tally);
                if let Some(writer) = &mut self.writer {
                    writer.push_text(&text);
                }
            }
            (Done::Rows(rows, tally), None) => {
                self.since.add(tally);
                if let Some(writer) = &mut self.writer {
                    writer.push_rows(rows)?;
                }
            }
            (Done::Before, None) => {}
        }
        self.place = (origin.number, origin.record + 1, origin.digest);
        if let Some(writer) = &mut self.writer {
            writer.end_record()?;
        }
        let due = self.noted_at.elapsed().as_secs_f64() >= self.arguments.checkpoint;
        if due {
            self.checkpoint()?;
        }
        let records = self.tally.records + self.since.records;
        self.progress.tick(records);
        Ok(())
    }

    /// Passes a record that the interrupted run had finished; the last of them must be the same as then.
    fn pass(
        &mut self,
        origin: &thaido::io::Origin,
        fingerprint: Option<&thaido::io::Fingerprint>,
    ) -> anyhow::Result<()> {
        if let Some(fingerprint) = fingerprint {
            self.seen.admit(fingerprint);
        }
        if (origin.number, origin.record + 1) == (self.place.0, self.place.1) {
            if origin.digest != self.place.2 {
                bail!(
                    "{} has changed since the interrupted run; start anew with --force",
                    origin.source
                );
            }
            self.arrived = true;
        }
        Ok(())
    }

    /// A resumed run must have met the record at which it was interrupted before it writes anything.
    fn check_resumption(&self) -> anyhow::Result<()> {
        match &self.plan.resumed {
            Some(resumed) if !self.arrived => {
                let sources = self.plan.sources.list();
                let name = sources
                    .get(resumed.last.source)
                    .map_or("the input", |source| &**source.name());
                bail!("{name} is shorter than in the interrupted run; start anew with --force");
            }
            _ => Ok(()),
        }
    }

    fn reject(&mut self, reject: Reject) -> anyhow::Result<()> {
        if self.arguments.strict {
            return Err(reject.into());
        }
        self.since.rejects += 1;
        if !self.arguments.quiet {
            self.progress.say(&format!("thaido: rejected {reject}"));
        }
        if let Some(rejects) = &mut self.rejects {
            rejects.push(&reject)?;
        }
        Ok(())
    }

    /// Finishes an output and opens the next.
    fn next_output(&mut self) -> anyhow::Result<()> {
        if let Some(writer) = self.writer.take() {
            writer.finish()?;
        }
        self.number += 1;
        self.open(None)?;
        self.place = (self.number, 0, 0);
        // The finished output must not be written again.
        self.note(0)
    }

    /// Makes durable what is finished, where that can be done now.
    fn checkpoint(&mut self) -> anyhow::Result<()> {
        let Some(writer) = self
            .writer
            .as_mut()
            .filter(|writer| self.journal.is_some() && writer.at_boundary())
        else {
            return Ok(());
        };
        let bytes = writer.checkpoint()?;
        self.note(bytes)
    }

    fn note(&mut self, bytes: u64) -> anyhow::Result<()> {
        let since = std::mem::take(&mut self.since);
        self.tally.add(since.clone());
        if let Some(journal) = &mut self.journal {
            let (source, records, digest) = self.place;
            let rejects = self.rejects.as_mut().map_or(Ok(0), Rejects::checkpoint)?;
            let columns = self.writer.as_ref().and_then(Writer::others);
            journal.note(&Checkpoint {
                source,
                records,
                digest,
                bytes,
                rejects,
                seconds: self.progress.seconds(),
                tally: Noted {
                    tally: since,
                    columns,
                },
            })?;
            self.noted = Some(bytes);
            self.hold();
        }
        self.noted_at = Instant::now();
        Ok(())
    }

    fn hold(&mut self) {
        if let Some(writer) = &mut self.writer {
            writer.hold();
        }
        if let Some(rejects) = &mut self.rejects {
            rejects.hold();
        }
    }

    /// Everything has been read: gives the outputs their names and sums up.
    pub(crate) fn finish(mut self) -> anyhow::Result<Outcome> {
        if let Err(error) = self.complete() {
            return self.failed(error);
        }
        self.progress.end();
        let earlier = self
            .plan
            .resumed
            .as_ref()
            .map_or(0.0, |resumed| resumed.seconds);
        let seconds = self.progress.seconds() + earlier;
        let noun = if self.plan.read.statements {
            "records"
        } else {
            "documents"
        };
        if let Some(path) = &self.arguments.summary {
            let mut json =
                serde_json::to_vec_pretty(&self.tally.to_json(noun, &self.task.labels(), seconds))?;
            json.push(b'\n');
            let mut file = PartialFile::create(path, true)?;
            file.write_all(&json)?;
            file.finish()?;
        }
        // Last of all: until then a run that is killed can be resumed and comes to the same end.
        if let Some(journal) = self.journal.take() {
            journal.remove()?;
        }
        if !self.arguments.quiet {
            say(&self.tally.to_text(noun, seconds));
        }
        Ok(if self.tally.rejects > 0 {
            Outcome::SomeRejected
        } else {
            Outcome::Done
        })
    }

    fn complete(&mut self) -> anyhow::Result<()> {
        self.check_resumption()?;
        if let Target::Each(_, paths) = &self.plan.target {
            while self.number + 1 < paths.len() {
                self.next_output()?;
            }
        }
        if let Some(writer) = self.writer.take() {
            writer.finish()?;
        }
        if let Some(rejects) = self.rejects.take() {
            rejects.finish()?;
        }
        let since = std::mem::take(&mut self.since);
        self.tally.add(since);
        Ok(())
    }

    /// A signal ended the run: what is in hand has been written, the rest can follow later.
    pub(crate) fn interrupted(mut self) -> anyhow::Result<Outcome> {
        self.progress.end();
        if self.journal.is_none() {
            let records = counted(self.tally.records + self.since.records, "records");
            let Some(mut writer) = self
                .writer
                .take()
                .filter(|_| matches!(self.plan.target, Target::Stdout))
            else {
                bail!(
                    "interrupted after {records}; this output cannot be resumed and was not kept"
                );
            };
            writer.checkpoint()?;
            bail!(
                "interrupted after {records}, which are written; standard output cannot be resumed: to go on later, name a file with -o"
            );
        }
        if self.arrived {
            self.checkpoint()?;
        }
        let records = counted(self.tally.records, "records");
        self.keep()?;
        let sources = self.plan.sources.list();
        let piped = sources.iter().any(|source| source.path().is_none());
        bail!(
            "interrupted with {records} finished: run the same command with --resume{} to go on",
            if piped {
                " and the same standard input from its beginning"
            } else {
                ""
            }
        )
    }

    /// The run cannot go on. What is finished stays, so that it can be resumed; what is not is removed.
    pub(crate) fn failed(mut self, error: anyhow::Error) -> anyhow::Result<Outcome> {
        self.progress.end();
        if error.is::<Reject>() {
            // Everything before the bad record is as good as any; an error here would hide the first.
            if self.journal.is_some() {
                let _ = self.checkpoint();
            } else if let (Target::Stdout, Some(writer)) = (&self.plan.target, &mut self.writer) {
                let _ = writer.checkpoint();
            }
        }
        let records = counted(self.tally.records, "records");
        if self.noted.is_some() && self.keep().is_ok() && self.plan.journal().is_some() {
            say(&format!(
                "thaido: {records} finished; once the cause is gone, the same command with --resume goes on"
            ));
        } else if let Some(journal) = self.journal.take() {
            // Nothing is lost with a journal that tells of nothing.
            let _ = journal.remove();
        }
        Err(error)
    }

    fn keep(&mut self) -> Result<(), OutputError> {
        self.hold();
        match (self.writer.take(), self.noted) {
            (Some(writer), Some(length)) => writer.keep(length),
            _ => Ok(()),
        }
    }
}
