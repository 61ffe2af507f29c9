-- Stage status becomes an enum with "outdated", which replaces the misleading "invalidated".
CREATE TYPE public.stage_status AS ENUM ('draft', 'locked', 'outdated');

ALTER TABLE public.stage_states DROP CONSTRAINT stage_states_status_check;
ALTER TABLE public.stage_states ALTER COLUMN status DROP DEFAULT;

UPDATE public.stage_states SET status = 'outdated' WHERE status = 'invalidated';

ALTER TABLE public.stage_states
  ALTER COLUMN status TYPE public.stage_status USING status::public.stage_status,
  ALTER COLUMN status SET DEFAULT 'draft';

-- Locking a stage again makes everything downstream of it outdated.
CREATE OR REPLACE FUNCTION public.mark_downstream_outdated()
RETURNS TRIGGER
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public
AS $$
BEGIN
  UPDATE stage_states
  SET status = 'outdated'
  WHERE branch_id = NEW.branch_id
    AND stage_number > NEW.stage_number
    AND status = 'locked';
  RETURN NULL;
END;
$$;

CREATE TRIGGER stage_relocked
  AFTER UPDATE OF status ON public.stage_states
  FOR EACH ROW
  WHEN (NEW.status = 'locked' AND OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION public.mark_downstream_outdated();
