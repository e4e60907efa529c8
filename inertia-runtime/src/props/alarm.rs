//! Wakers that record which of a task's futures was woken.
//!
//! With the task's own waker, every future would have to be polled whenever one of them is woken.

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Wake, Waker},
};

/// The waker of the task that polls all the futures.
pub(crate) struct TaskWaker(Mutex<Waker>);

impl TaskWaker {
    pub(crate) fn new(waker: &Waker) -> Arc<Self> {
        Arc::new(Self(Mutex::new(waker.clone())))
    }

    /// Sets the waker to use from now on. Must be called before [`FutureWaker::take_woken`], or a wake-up could be lost.
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

    /// A waker may run any code, so it is only called or dropped after the lock is released.
    fn lock(&self) -> MutexGuard<'_, Waker> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The waker of one future. It records whether it was called.
pub(crate) struct FutureWaker {
    flag: Arc<WakeFlag>,
    waker: Waker,
}

struct WakeFlag {
    woken: AtomicBool,
    task: Arc<TaskWaker>,
}

impl FutureWaker {
    /// Creates the waker of a future that the caller polls immediately.
    pub(crate) fn new(task: Arc<TaskWaker>) -> Self {
        let flag = Arc::new(WakeFlag { woken: AtomicBool::new(false), task });
        Self { waker: Waker::from(flag.clone()), flag }
    }

    /// Whether the waker was called since the last call of this method.
    pub(crate) fn take_woken(&self) -> bool {
        // Most wakers were not called, and a load is cheaper than a swap. The load can miss a call only if the calling thread has
        // not yet taken the task's lock. In that case it wakes the waker that `wait` has just set, and the task is polled again.
        self.flag.woken.load(Ordering::Relaxed) && self.flag.woken.swap(false, Ordering::AcqRel)
    }

    /// The context to poll the future with.
    pub(crate) fn context(&self) -> Context<'_> {
        Context::from_waker(&self.waker)
    }
}

impl Wake for WakeFlag {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // If the flag was already set, an earlier call has woken the task, and the task has not checked the flag since.
        if !self.woken.swap(true, Ordering::AcqRel) {
            self.task.wake();
        }
    }
}
