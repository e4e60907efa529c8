//! Which of the futures that one task polls have something to do.
//!
//! Polled with the task's own waker, all would have to be polled whenever one of them is woken.

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Wake, Waker},
};

/// What wakes the task that polls them all.
pub(crate) struct Task(Mutex<Waker>);

impl Task {
    pub(crate) fn new(waker: &Waker) -> Arc<Self> {
        Arc::new(Self(Mutex::new(waker.clone())))
    }

    /// Says by whom the task wants to be woken from now on. Comes before [`Alarm::rang`], or a call could be lost.
    pub(crate) fn wait(&self, waker: &Waker) {
        let last = {
            let mut last = self.lock();
            if last.will_wake(waker) {
                return;
            }
            mem::replace(&mut *last, waker.clone())
        };
        drop(last);
    }

    fn wake(&self) {
        let waker = self.lock().clone();
        waker.wake();
    }

    /// A waker is foreign code: it is used, and dropped, when the lock is free again.
    fn lock(&self) -> MutexGuard<'_, Waker> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The waker of one future, which remembers whether it was used.
pub(crate) struct Alarm {
    bell: Arc<Bell>,
    waker: Waker,
}

struct Bell {
    rang: AtomicBool,
    task: Arc<Task>,
}

impl Alarm {
    /// Of a future that is polled at once.
    pub(crate) fn new(task: Arc<Task>) -> Self {
        let bell = Arc::new(Bell { rang: AtomicBool::new(false), task });
        Self { waker: Waker::from(bell.clone()), bell }
    }

    /// Whether it was used since this was last asked.
    pub(crate) fn rang(&self) -> bool {
        // Most have not, and reading is cheaper. That may miss a call only while its caller has not yet taken the task's lock: then the
        // task, which has taken it in `wait`, is woken again.
        self.bell.rang.load(Ordering::Relaxed) && self.bell.rang.swap(false, Ordering::AcqRel)
    }

    /// What the future is polled with.
    pub(crate) fn context(&self) -> Context<'_> {
        Context::from_waker(&self.waker)
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // Who rang before has woken the task, which has not looked since.
        if !self.rang.swap(true, Ordering::AcqRel) {
            self.task.wake();
        }
    }
}
