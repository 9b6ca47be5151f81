//! The manifest beside a report's files: which bytes the program wrote, from what, and whether they were signed off.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::origin::Origin;
use crate::report::Acceptance;
use crate::{Checked, Project};

/// How the names of manifests end.
pub const ENDING: &str = ".manifest.json";

/// What is known of a report's files, so that the next run and `verify` know them again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What the files were made by and from.
    #[serde(flatten)]
    pub make: Make,
    /// Whose report it is.
    #[serde(default)]
    pub organ: String,
    /// 核对: the findings that were accepted, with their reasons.
    pub accepted: Vec<Acceptance>,
    /// 签发: from then on the files are replaced only by the same bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<Signing>,
    /// File written → SHA-256.
    pub outputs: BTreeMap<String, String>,
    /// File written before, from something else → SHA-256; while files are being replaced, also those that may be there still.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub earlier: BTreeMap<String, String>,
}

/// What files were made by and from: where it is the same, so are the bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Make {
    /// The version of the program, which stands for everything that it carries.
    pub version: String,
    /// The form the report was read under.
    pub form: String,
    /// The options of the command line that change the files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Font file → SHA-256.
    #[serde(default)]
    pub fonts: BTreeMap<String, String>,
    /// The data as a number: [`crate::report::Report::digest`].
    #[serde(default)]
    pub data: String,
    /// SHA-256 of the mark-up: what became of all that.
    #[serde(default)]
    pub text: String,
    /// Data file, picture, last year's data file, own template → SHA-256.
    pub inputs: BTreeMap<String, String>,
}

/// 签发: that a report was signed off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signing {
    /// Who signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When, as `2021-02-19`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
}

impl Make {
    /// What a checked report is made by and from.
    pub fn of(project: &Project, checked: &Checked) -> Self {
        let fonts = checked.composed.iter().flat_map(|composed| &composed.fonts);
        let last = checked
            .last
            .iter()
            .flat_map(|last| last.inputs().into_iter().map(|(name, hash)| (format!("../{}/{name}", last.meta.year), hash)));
        let Origin { data, text, .. } = checked.origin();
        let own = project.templates.own_hashes();
        let templates = own.iter().map(|(name, hash)| (format!("templates/{name}"), hash.clone()));
        Self {
            version: env!("CARGO_PKG_VERSION").into(),
            form: checked.report.form.name.clone(),
            options: vec![],
            data,
            text,
            fonts: fonts.filter_map(|file| Some((file.clone(), project.fonts.hash(file)?))).collect(),
            inputs: checked.report.inputs().into_iter().chain(last).chain(templates).collect(),
        }
    }
}

impl Manifest {
    /// The option that makes drafts.
    pub const DRAFT: &str = "--draft";

    /// Whether its files are drafts.
    pub fn is_draft(&self) -> bool {
        self.make.options.iter().any(|option| option == Self::DRAFT)
    }

    /// The SHA-256 that a file is known to have had, last or before.
    pub fn known(&self, name: &str) -> Vec<&String> {
        [self.outputs.get(name), self.earlier.get(name)].into_iter().flatten().collect()
    }

    /// Reads a manifest; nothing where there is none, or what is there is none.
    pub fn read(path: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// As it is written.
    pub fn json(&self) -> Vec<u8> {
        // Nothing in a manifest can fail to be written: its keys are texts, its values texts and lists.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// The manifests in the folder of a file with their paths, in the order of their names; what is none is passed over.
    pub fn beside(path: &Path) -> Vec<(PathBuf, Self)> {
        let folder = folder_of(path);
        let entries = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<_> = entries.filter(|path| path.to_string_lossy().ends_with(ENDING)).collect();
        paths.sort();
        paths.into_iter().filter_map(|path| Self::read(&path).map(|manifest| (path, manifest))).collect()
    }

    /// Every file written that may be there, by name, with its SHA-256.
    pub fn written(&self) -> impl Iterator<Item = (&String, &String)> {
        self.outputs.iter().chain(&self.earlier)
    }

    /// The manifest of this one's files under other names.
    pub fn renamed(&self, name: impl Fn(&str) -> String) -> Self {
        let rename = |files: &BTreeMap<String, String>| files.iter().map(|(old, hash)| (name(old), hash.clone())).collect();
        Self { outputs: rename(&self.outputs), earlier: rename(&self.earlier), ..self.clone() }
    }
}

/// The folder of a file.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Signing {
    /// As it is told: 于 2021-02-19 由张三签发.
    pub fn told(&self) -> String {
        let on = self.on.as_deref().map(|on| format!("于 {on} ")).unwrap_or_default();
        let by = self.by.as_deref().map(|by| format!("由{by}")).unwrap_or_default();
        format!("{on}{by}签发")
    }
}
